"""Choosing standards, recording what only people know, and keeping each day's measuring."""
