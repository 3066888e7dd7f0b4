"""Calendar: weekly availability as half-hour slots that people in any time zone can compare.

Owns: windows of a week, slots of a week in UTC, shared time, availability in words.
Does not own: meetings and their dates; profiles, which store the windows.
"""

from .slots import (
    MINUTES_PER_SLOT,
    SLOTS_PER_WEEK,
    CalendarError,
    Window,
    shared_minutes,
    weekly_slots,
    windows_of,
)
from .words import describe_slots

__all__ = [
    "MINUTES_PER_SLOT",
    "SLOTS_PER_WEEK",
    "CalendarError",
    "Window",
    "describe_slots",
    "shared_minutes",
    "weekly_slots",
    "windows_of",
]
