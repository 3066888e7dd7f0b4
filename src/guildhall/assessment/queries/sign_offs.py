"""Sign-offs as pages show them: with all that became of them, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from guildhall.assessment.models import Incident, SignOff, SignOffFlag, SignOffMove
from guildhall.assessment.sign_off_access import (
    READ_INCIDENT,
    READ_SIGN_OFF,
    REVIEW_FLAG,
    SETTLE_SIGN_OFF,
)
from guildhall.assessment.states import SignOffState
from guildhall.engine.competence.standing import LAPSES_SOON_DAYS
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class Version:
    """One sign-off with what became of it, in the order in which it did."""

    sign_off: SignOff
    moves: Sequence[SignOffMove]


def detailed_sign_offs() -> QuerySet[SignOff]:
    """Sign-offs with all that their pages name."""
    return SignOff.objects.select_related(
        "passport__learner", "passport__organization", "competency", "level", "signer"
    )


def versions_of(row: SignOff, *, actor: Actor) -> list[Version]:
    """All sign-offs of this competency in this passport that the actor reads, newest first; two
    queries."""
    moves = Prefetch("moves", SignOffMove.objects.select_related("by"))
    rows = detailed_sign_offs().filter(passport=row.passport_id, competency__key=row.competency.key)
    read = visible_to(READ_SIGN_OFF, actor, rows).prefetch_related(moves)
    return [Version(one, list(one.moves.all())) for one in read]


def lapsing(rows: Sequence[SignOff], *, today: date) -> list[SignOff]:
    """Of these, those in force that lapse within 60 days or have lapsed, soonest first."""
    last = today + timedelta(days=LAPSES_SOON_DAYS)
    held = [
        (row.valid_until, row)
        for row in rows
        if row.state == SignOffState.IN_FORCE and row.valid_until and row.valid_until <= last
    ]
    return [row for _until, row in sorted(held, key=lambda one: (one[0], one[1].pk))]


def contested_for(actor: Actor) -> list[SignOff]:
    """What the actor could settle, oldest first."""
    rows = visible_to(SETTLE_SIGN_OFF, actor, detailed_sign_offs())
    return list(rows.filter(state=SignOffState.CONTESTED).order_by("signed_at", "pk"))


def flags_for(actor: Actor) -> QuerySet[SignOffFlag]:
    """Signings that stand out and nobody has looked at, newest first."""
    rows = SignOffFlag.objects.filter(looked_at=None).select_related(
        "sign_off__passport__learner", "sign_off__competency", "sign_off__level", "sign_off__signer"
    )
    return visible_to(REVIEW_FLAG, actor, rows)


def flags_of(row: SignOff, *, actor: Actor) -> QuerySet[SignOffFlag]:
    """Why this signing stood out and what came of it, for those who look at such things."""
    return visible_to(REVIEW_FLAG, actor, row.flags.select_related("looked_by"))


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """Reports from the gate that the actor reads, open ones first."""
    rows = Incident.objects.select_related(
        "passport__learner", "passport__organization", "competency", "reported_by", "settled_by"
    )
    return visible_to(READ_INCIDENT, actor, rows).order_by("settled_at", "-reported_at", "-pk")
