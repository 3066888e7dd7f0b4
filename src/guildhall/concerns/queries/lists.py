"""Concerns in lists: of a pair, of everybody whom one looks after, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from guildhall.concerns.access import ANSWER_APPEAL, LEAD_CONCERN, READ_CONCERN, WORK_ON_CONCERN
from guildhall.concerns.models import Appeal, Concern
from guildhall.concerns.states import OPEN, ConcernState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import UNDER_WAY

RELATED = (
    "learner",
    "raised_by",
    "competency",
    "relationship__program",
    "relationship__organization",
)


def concerns_in_sight(actor: Actor) -> QuerySet[Concern]:
    """All that the actor may read."""
    return visible_to(READ_CONCERN, actor, Concern.objects.select_related(*RELATED))


def open_concerns(actor: Actor) -> QuerySet[Concern]:
    """What is open: first what is with the lead, then by the day on the clock."""
    rows = concerns_in_sight(actor).filter(state__in=OPEN)
    return rows.order_by(F("due_at").asc(nulls_first=True), "raised_at", "pk")


def settled_concerns(actor: Actor) -> QuerySet[Concern]:
    """What is settled, the newest first."""
    return concerns_in_sight(actor).exclude(state__in=OPEN).order_by("-raised_at", "-pk")


def concerns_of(row: Relationship, *, actor: Actor) -> list[Concern]:
    """Those of one pair that the actor may read, open ones first."""
    found = concerns_in_sight(actor).filter(relationship=row)
    return sorted(found, key=lambda one: one.state not in OPEN)


@dataclass(frozen=True)
class Waits:
    """A concern that asks something of the actor: read, share, plan, review, lead or settle."""

    kind: str
    concern: Concern
    by: datetime | None


def waiting_for(actor: Actor, *, at: datetime, soon: datetime) -> list[Waits]:
    """What the actor has to do: the learner to read, those who guide by their clocks, those who
    lead what came to them. At most three queries; one where there is nothing."""
    seen = concerns_in_sight(actor).filter(state__in=OPEN, relationship__state__in=UNDER_WAY)
    if not (rows := list(seen)):
        return []
    led = set(visible_to(LEAD_CONCERN, actor).filter(state__in=OPEN).values_list("pk", flat=True))
    worked = visible_to(WORK_ON_CONCERN, actor).filter(state__in=OPEN)
    work = set(worked.values_list("pk", flat=True))
    found = [_waits(row, actor, led=row.pk in led, works=row.pk in work, at=at) for row in rows]
    return [one for one in found if one and (one.by is None or one.by <= soon)]


def appeals_waiting(actor: Actor) -> list[Appeal]:
    """Appeals without an answer that the actor may answer, the oldest first."""
    rows = Appeal.objects.filter(answered_at__isnull=True)
    if not rows.exists():
        return []
    related = ("concern__learner", "decision__learner", "decision__relationship")
    return list(visible_to(ANSWER_APPEAL, actor, rows.select_related(*related)).order_by("at"))


def _waits(row: Concern, actor: Actor, *, led: bool, works: bool, at: datetime) -> Waits | None:
    if row.learner_id == actor.person_id:
        return Waits("read", row, None) if row.read_at is None else None
    if row.state == ConcernState.ESCALATED:
        return Waits("lead", row, None) if led else None
    is_doer = works and (not led or row.raised_by_id == actor.person_id)
    is_late = row.due_at is not None and row.due_at <= at
    if not is_doer and not (led and is_late):
        return None
    kinds = {ConcernState.RAISED: "share", ConcernState.SHARED: "plan"}
    if row.due_at is None:
        return Waits("settle", row, None)
    return Waits(kinds.get(ConcernState(row.state), "review"), row, row.due_at)
