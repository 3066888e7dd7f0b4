"""Calendar: weekly availability, calendars read, times that suit everybody, invitations.

Owns: windows of a week, slots of a week in UTC, shared time, availability in words; busy times of a
calendar file; free times of several people; shifts and how much of them is shared; rhythms and
their dates; invitations and feeds.
Does not own: meetings and who agreed to them; profiles, which store the windows; the network.
"""

from .events import Busy, merged
from .feeds import BusyTimes, busy_times
from .free import USUAL_WEEK, Diary, best_times, free_times
from .invitations import Appointment, Guest, cancellation, feed, request
from .rhythm import Rhythm
from .shifts import (
    LONGEST_SHIFT,
    SharedTime,
    minutes_of,
    minutes_within,
    shared_share,
    shift_between,
)
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
    "LONGEST_SHIFT",
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
    "SharedTime",
    "Window",
    "best_times",
    "busy_times",
    "cancellation",
    "describe_slots",
    "feed",
    "free_times",
    "merged",
    "minutes_of",
    "minutes_within",
    "request",
    "shared_minutes",
    "shared_share",
    "shift_between",
    "weekly_slots",
    "windows_of",
]
