"""Changing profiles."""
