"""What a pair came to, what can be decided now, and what was appealed."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.concerns.access import READ_DECISION
from guildhall.concerns.models import Decision
from guildhall.concerns.notice import missing, notices
from guildhall.concerns.states import ADVERSE, OUTCOMES, FinalOutcome
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.plan import semantics_of
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class Option:
    """One outcome; `missing` says what it lacks now, and is empty where it can be chosen."""

    outcome: FinalOutcome
    missing: str


def outcomes_of(row: Relationship) -> tuple[FinalOutcome, ...]:
    """What this program may come to: supportive ones know no failure. A pair that has ended gets
    no more time."""
    outcomes = OUTCOMES[semantics_of(plan_of(row))]
    if row.state != RelationshipState.CLOSED:
        return outcomes
    return tuple(one for one in outcomes if one != FinalOutcome.EXTENDED)


def options(row: Relationship, *, at: datetime) -> list[Option]:
    """Every outcome of this program, with what it lacks."""
    lacking = missing(notices(row, at=at))
    return [Option(one, lacking if one in ADVERSE else "") for one in outcomes_of(row)]


def decisions_of(row: Relationship, *, actor: Actor) -> list[Decision]:
    """All that was decided, the newest first, for whoever may read it."""
    rows = visible_to(READ_DECISION, actor, Decision.objects.filter(relationship=row))
    rows = rows.select_related("decided_by", "learner", "replaced_by", "ground")
    rows = rows.prefetch_related("appeals__by", "appeals__answered_by")
    return list(rows.order_by("-decided_at", "-pk"))


def standing_decision(row: Relationship) -> Decision | None:
    """The one that stands: final, and replaced by nothing."""
    rows = row.decisions.exclude(outcome=FinalOutcome.EXTENDED)
    return rows.filter(replaced_by__isnull=True).last()
