"""What others need to know of a pair's meetings stands on the pair itself."""

from django.db.models import Count, Max, Min, Q

from guildhall.meetings.states import MeetingState
from guildhall.relationships.actions.pace import note_pace
from guildhall.relationships.models import Relationship


def keep_pace(row: Relationship) -> None:
    """Bring the pair's figures up to date after any change of its meetings. The row is locked."""
    held, booked = Q(state=MeetingState.HELD), Q(state=MeetingState.BOOKED)
    found = row.meetings.aggregate(
        held=Count("pk", filter=held),
        last=Max("starts_at", filter=held),
        following=Min("starts_at", filter=booked),
    )
    note_pace(
        row,
        meetings_held=found["held"],
        last_met_at=found["last"],
        next_meeting_at=found["following"],
    )
