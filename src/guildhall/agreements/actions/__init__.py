"""Changing what a pair expects and agrees."""
