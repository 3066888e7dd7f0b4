"""Loads the schedule, so that every worker knows its handlers."""

from guildhall.jobs import schedule

__all__ = ["schedule"]
