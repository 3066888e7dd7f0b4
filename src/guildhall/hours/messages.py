"""Loaded at start: kinds of message, and the act of a link."""

from guildhall.hours import kinds
from guildhall.hours.actions import links

__all__ = ["kinds", "links"]
