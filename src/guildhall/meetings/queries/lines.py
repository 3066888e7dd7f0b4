"""A pair's meetings, for its page."""

from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.relationships.models import Relationship


def held_meetings(relationship: Relationship) -> list[Meeting]:
    """When they met, newest first, with who noted it; one query."""
    rows = Meeting.objects.filter(relationship=relationship, state=MeetingState.HELD)
    return list(rows.select_related("logged_by"))
