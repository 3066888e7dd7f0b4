"""What meetings ask of somebody, over several pairs at once."""

from collections.abc import Sequence
from datetime import datetime

from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState


def times_to_choose(pair_ids: Sequence[int], *, person_id: int, at: datetime) -> list[Meeting]:
    """Times that somebody else proposed and that are still ahead; one query."""
    rows = Meeting.objects.filter(
        relationship__in=pair_ids, state=MeetingState.PROPOSED, times__starts_at__gt=at
    )
    rows = rows.exclude(proposed_by=person_id).select_related("proposed_by")
    return list(rows.distinct().order_by("pk"))


def meetings_to_confirm(pair_ids: Sequence[int], *, person_id: int, at: datetime) -> list[Meeting]:
    """Booked meetings that are over, of which the person has not said anything; one query."""
    rows = Meeting.objects.filter(
        relationship__in=pair_ids, state=MeetingState.BOOKED, starts_at__lt=at
    )
    rows = rows.exclude(confirmations__person=person_id).order_by("starts_at", "pk")
    return [meeting for meeting in rows if meeting.is_over(at)]


def pairs_with_booked(pair_ids: Sequence[int]) -> set[int]:
    """Which of these pairs have a meeting booked, ahead or not yet confirmed; one query."""
    rows = Meeting.objects.filter(relationship__in=pair_ids, state=MeetingState.BOOKED)
    return set(rows.values_list("relationship_id", flat=True))
