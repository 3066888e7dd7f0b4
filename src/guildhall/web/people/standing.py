"""How the states of enrollments and pairs look in a list."""

from dataclasses import dataclass

from django.utils.functional import Promise

from guildhall.programs.states import EnrollmentState
from guildhall.relationships.states import RelationshipState

S, R = EnrollmentState, RelationshipState
SHAPES = {
    S.DRAFT: "early",
    S.APPLIED: "neutral",
    S.SCREENING: "neutral",
    S.APPROVED: "track",
    S.WAITING: "nudge",
    S.MATCHED: "track",
    S.DECLINED: "short",
    S.WITHDRAWN: "paused",
    S.FINISHED: "track",
}
PAIR_SHAPES = {
    R.OFFERED: "early",
    R.ACTIVE: "track",
    R.PAUSED: "paused",
    R.CLOSING: "nudge",
    R.CLOSED: "neutral",
}


@dataclass(frozen=True)
class Standing:
    """A state as shape and words."""

    shape: str
    words: str | Promise


def standing(state: str) -> Standing:
    """How an enrollment stands."""
    return Standing(SHAPES[S(state)], S(state).label)


def pair_standing(state: str) -> Standing:
    """How a pair stands."""
    return Standing(PAIR_SHAPES[R(state)], R(state).label)
