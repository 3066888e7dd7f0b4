"""Loaded at start: kinds of message, and the acts of links."""

from guildhall.instruction import kinds
from guildhall.instruction.actions import links

__all__ = ["kinds", "links"]
