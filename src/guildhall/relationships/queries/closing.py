"""Reasons to choose from when a pair ends."""

from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import exit_reasons
from guildhall.relationships.states import GIVEN_REASONS, CloseReason


def closing_reasons(relationship: Relationship) -> list[tuple[str, str]]:
    """The program's own reasons, or those of the house, as key and label."""
    program = relationship.program
    own = exit_reasons(program.plan) if program else []
    if own:
        return own
    return [(r.value, str(r.label)) for r in CloseReason if r not in GIVEN_REASONS]
