"""Loaded at start: kinds of message, acts of links, and what meetings do when a pair ends."""

from guildhall.meetings import kinds
from guildhall.meetings.actions import booking, links

__all__ = ["booking", "kinds", "links"]
