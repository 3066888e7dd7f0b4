"""Loads what safety does when roles change, so that no process misses it."""

from guildhall.safety.actions import officers

__all__ = ["officers"]
