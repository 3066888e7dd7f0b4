"""Tables of hours."""

from guildhall.hours.models.entry import EntryMove, TimeEntry, Verifier, WeekAsk

__all__ = ["EntryMove", "TimeEntry", "Verifier", "WeekAsk"]
