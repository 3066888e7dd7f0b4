"""What a pair has planned: proposals, booked meetings, a rhythm."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.meetings.models import Meeting, MeetingRhythm
from guildhall.meetings.states import MeetingState
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class Plans:
    """`to_confirm` are booked meetings that are over; `ahead` are those that are not yet,
    the one under way included."""

    proposal: Meeting | None
    ahead: tuple[Meeting, ...]
    to_confirm: tuple[Meeting, ...]
    rhythm: MeetingRhythm | None


def plans_of(relationship: Relationship, *, at: datetime) -> Plans:
    """Everything that is planned; four queries at most."""
    rows = list(
        relationship.meetings.filter(state__in=(MeetingState.PROPOSED, MeetingState.BOOKED))
        .select_related("proposed_by", "moves")
        .prefetch_related("times")
        .order_by("starts_at")
    )
    booked = [row for row in rows if row.state == MeetingState.BOOKED]
    proposals = [row for row in rows if row.state == MeetingState.PROPOSED]
    rhythm = MeetingRhythm.objects.select_related("suggested_by").filter(relationship=relationship)
    return Plans(
        proposal=proposals[0] if proposals else None,
        ahead=tuple(row for row in booked if not row.is_over(at)),
        to_confirm=tuple(row for row in booked if row.is_over(at)),
        rhythm=rhythm.first(),
    )
