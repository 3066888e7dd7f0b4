"""Addresses of meetings, of finding times, and of calendars."""

from django.urls import path

from guildhall.web.meetings.calendar import (
    calendar,
    calendar_feed,
    calendar_feed_removal,
    calendar_file,
    calendar_reading,
    calendar_removal,
    calendar_source,
)
from guildhall.web.meetings.logging import meetings
from guildhall.web.meetings.meeting import (
    agenda,
    agenda_removal,
    cancellation,
    confirmation,
    meeting,
    meeting_file,
)
from guildhall.web.meetings.rhythm import rhythm, rhythm_acceptance, rhythm_end
from guildhall.web.meetings.times import choice, refusal, times
from guildhall.web.meetings.video import video_rooms

PAIR = "relationships/<int:pk>/"

urlpatterns = [
    path(f"{PAIR}meetings/", meetings, name="relationship_meetings"),
    path(f"{PAIR}times/", times, name="relationship_times"),
    path(f"{PAIR}times/choice/", choice, name="relationship_time_choice"),
    path(f"{PAIR}rhythm/", rhythm, name="relationship_rhythm"),
    path(f"{PAIR}rhythm/acceptance/", rhythm_acceptance, name="relationship_rhythm_acceptance"),
    path(f"{PAIR}rhythm/end/", rhythm_end, name="relationship_rhythm_end"),
    path("meetings/<int:pk>/", meeting, name="meeting"),
    path("meetings/<int:pk>/file/", meeting_file, name="meeting_file"),
    path("meetings/<int:pk>/refusal/", refusal, name="meeting_refusal"),
    path("meetings/<int:pk>/cancellation/", cancellation, name="meeting_cancellation"),
    path("meetings/<int:pk>/confirmation/", confirmation, name="meeting_confirmation"),
    path("meetings/<int:pk>/agenda/", agenda, name="meeting_agenda"),
    path("agenda-lines/<int:pk>/removal/", agenda_removal, name="agenda_line_removal"),
    path("calendar/", calendar, name="calendar"),
    path("calendar/source/", calendar_source, name="calendar_source"),
    path("calendar/source/reading/", calendar_reading, name="calendar_reading"),
    path("calendar/source/removal/", calendar_removal, name="calendar_removal"),
    path("calendar/feed/", calendar_feed, name="calendar_feed"),
    path("calendar/feed/removal/", calendar_feed_removal, name="calendar_feed_removal"),
    path("calendar/<str:token>.ics", calendar_file, name="calendar_file"),
    path("settings/organization/<int:pk>/video/", video_rooms, name="video_rooms"),
]
