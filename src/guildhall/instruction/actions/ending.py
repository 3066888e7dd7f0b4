"""A pair ends or rests: nobody covers for it any more."""

from datetime import datetime

from guildhall.instruction.actions.covering import end_cover
from guildhall.instruction.models import Cover
from guildhall.instruction.states import LIVE
from guildhall.permissions.actor import Actor
from guildhall.relationships.endings import on_end, on_rest
from guildhall.relationships.models import Relationship


@on_rest
@on_end
def call_covers_off(row: Relationship, by: Actor, at: datetime) -> None:
    """Whoever was asked or covers is told that it is called off; the row is locked."""
    covers = Cover.objects.filter(relationship=row, state__in=LIVE, ends_at__gt=at)
    for cover in covers.select_related("learner", "person", "asked_by").order_by("pk"):
        cover.relationship = row
        end_cover(cover, by=by, at=at)
