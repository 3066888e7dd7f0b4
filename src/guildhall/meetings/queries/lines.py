"""A pair's meetings, for its page."""

from datetime import date

from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.relationships.models import Relationship


def held_meetings(relationship: Relationship, *, most: int | None = None) -> list[Meeting]:
    """The meetings that took place, newest first, with who noted them; one query."""
    rows = Meeting.objects.filter(relationship=relationship, state=MeetingState.HELD)
    return list(rows.select_related("logged_by").order_by("-starts_at", "-pk")[:most])


def days_met(relationship: Relationship) -> list[date]:
    """Every day on which they met, newest first; one query that reads nothing else."""
    rows = Meeting.objects.filter(relationship=relationship, state=MeetingState.HELD)
    return [at.date() for at in rows.order_by("-starts_at").values_list("starts_at", flat=True)]
