"""Reasons to choose from when a pair ends, and for how long one can open it again."""

from datetime import date, timedelta

from guildhall.relationships.models import Closure, Relationship
from guildhall.relationships.plans import exit_reasons
from guildhall.relationships.states import UNCHOSEN_REASONS, CloseReason, RelationshipState

REOPENS_FOR = timedelta(days=30)


def closing_reasons(relationship: Relationship) -> list[tuple[str, str]]:
    """The program's own reasons, or those of the house, as key and label."""
    program = relationship.program
    own = exit_reasons(program.plan) if program else []
    if own:
        return own
    return [(r.value, str(r.label)) for r in CloseReason if r not in UNCHOSEN_REASONS]


def reopens_until(relationship: Relationship) -> date | None:
    """The last day on which either of them can open it again; None unless it closed by itself."""
    if relationship.state != RelationshipState.CLOSED or relationship.is_circle:
        return None
    closures = Closure.objects.filter(relationship=relationship, reason=CloseReason.UNANSWERED)
    closure = closures.first()
    return (closure.closed_at + REOPENS_FOR).date() if closure else None
