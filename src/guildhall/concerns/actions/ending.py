"""A pair ends: what is still open about it ends as well, and nobody has judged it."""

from datetime import datetime

from guildhall.concerns.actions.events import CONCERN_SETTLED
from guildhall.concerns.actions.rows import move
from guildhall.concerns.models import Concern
from guildhall.concerns.states import OPEN, ConcernState
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship


@on_end
def end_concerns(row: Relationship, by: Actor, at: datetime) -> None:
    """Open concerns end with their pair; the row is locked, and nobody is told twice."""
    for concern in Concern.objects.filter(relationship=row, state__in=OPEN).order_by("pk"):
        concern.due_at = None
        move(concern, ConcernState.ENDED, by=by, at=at)
        record_in_pair(CONCERN_SETTLED, concern, row, by=by, at=at)
