"""May this person do this today, and how: the answer that a ward card gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .levels import Autonomy, Scale
from .standing import Standing, State


class Answer(StrEnum):
    """What the card says."""

    ALONE = "alone"
    AT_HAND = "at_hand"
    BESIDE = "beside"
    WATCH = "watch"
    NO = "no"


# What was seen allows help at hand at most: alone is for a sign-off only.
BY_AUTONOMY = {
    Autonomy.NOT_YET: Answer.NO,
    Autonomy.WATCH: Answer.WATCH,
    Autonomy.BESIDE: Answer.BESIDE,
    Autonomy.AT_HAND: Answer.AT_HAND,
    Autonomy.ALONE: Answer.AT_HAND,
    Autonomy.TEACH: Answer.AT_HAND,
}


@dataclass(frozen=True)
class Gate:
    """`until`: the last day of the sign-off on which the answer stands, or on which it lapsed."""

    answer: Answer
    state: State
    until: date | None


def gate(scale: Scale, standing: Standing, *, signed_level: str = "") -> Gate:
    """The answer for today. Alone only with a sign-off in force at a level that allows it.

    A lapsed or contested sign-off answers no, whatever was seen since: it waits for a new one.
    Somebody whose sign-off is below alone, or who has none, works as was last seen.
    """
    if standing.state in (State.LAPSED, State.CONTESTED):
        return Gate(Answer.NO, standing.state, standing.until)
    if standing.is_in_force and signed_level:
        allowed = scale.autonomy(signed_level)
        answer = Answer.ALONE if allowed >= Autonomy.ALONE else BY_AUTONOMY[allowed]
        return Gate(answer, standing.state, standing.until)
    seen = scale.autonomy(standing.level) if standing.level else Autonomy.NOT_YET
    return Gate(BY_AUTONOMY[seen], standing.state, None)
