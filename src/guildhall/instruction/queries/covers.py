"""Covers: of a pair, of whoever covers, and one of them."""

from datetime import datetime

from guildhall.instruction.access import END_COVER, SEE_COVER
from guildhall.instruction.models import Cover
from guildhall.instruction.states import LIVE, CoverState
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship

RELATED = (
    "learner",
    "person",
    "asked_by",
    "relationship__program",
    "relationship__organization",
)


def cover_for(actor: Actor, pk: int, *, at: datetime) -> Cover:
    """The cover, or the answer of a missing id. Whoever covered has nothing to see once the shift
    is over, also before the clock has noticed."""
    rows = Cover.objects.select_related(*RELATED)
    rows = rows.exclude(person_id=actor.person_id or 0, ends_at__lte=at)
    return get_visible_or_404(SEE_COVER, actor, pk, rows)


def cover_to_end(actor: Actor, pk: int) -> Cover:
    """The cover, for whoever may call it off."""
    return get_visible_or_404(END_COVER, actor, pk, Cover.objects.select_related(*RELATED))


def live_covers(row: Relationship, *, at: datetime) -> list[Cover]:
    """Who is asked and who covers now, the yes first; one query."""
    rows = row.covers.filter(state__in=LIVE, ends_at__gt=at).select_related("person", "asked_by")
    return sorted(rows, key=lambda one: (one.state != CoverState.ACCEPTED, one.pk))


def covers_of_person(actor: Actor, *, at: datetime) -> list[Cover]:
    """What the actor is asked to cover, or covers; one query."""
    rows = visible_to(SEE_COVER, actor, Cover.objects.filter(person_id=actor.person_id or 0))
    rows = rows.filter(state__in=LIVE, ends_at__gt=at)
    return list(
        rows.select_related("learner", "relationship__organization").order_by("ends_at", "pk")
    )
