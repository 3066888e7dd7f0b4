"""Calendar: weekly availability, calendars read, times that suit everybody, invitations.

Owns: windows of a week, slots of a week in UTC, shared time, availability in words; busy times of a
calendar file; free times of several people; rhythms and their dates; invitations and feeds.
Does not own: meetings and who agreed to them; profiles, which store the windows; the network.
"""

from .events import Busy, merged
from .feeds import BusyTimes, busy_times
from .free import USUAL_WEEK, Diary, best_times, free_times
from .invitations import Appointment, Guest, cancellation, feed, request
from .rhythm import Rhythm
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
    "USUAL_WEEK",
    "Appointment",
    "Busy",
    "BusyTimes",
    "CalendarError",
    "Diary",
    "Guest",
    "Rhythm",
    "Window",
    "best_times",
    "busy_times",
    "cancellation",
    "describe_slots",
    "feed",
    "free_times",
    "merged",
    "request",
    "shared_minutes",
    "weekly_slots",
    "windows_of",
]
