"""Tables of meetings."""

from guildhall.meetings.models.calendars import CalendarFeed, CalendarSource
from guildhall.meetings.models.meeting import AgendaLine, Confirmation, Meeting, OfferedTime
from guildhall.meetings.models.planning import MeetingRhythm, VideoProvider

__all__ = [
    "AgendaLine",
    "CalendarFeed",
    "CalendarSource",
    "Confirmation",
    "Meeting",
    "MeetingRhythm",
    "OfferedTime",
    "VideoProvider",
]
