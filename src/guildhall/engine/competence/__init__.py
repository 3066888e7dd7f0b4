"""Competence: what a record of observations and sign-offs says about one competency.

Owns: levels as ordered steps, where a competency stands, whether it is ready to sign, how sure a
decision is, the gap between two ratings, and what may be done today.
Does not own: frameworks and their words, who may observe or sign. Levels are never averaged: they
can be ordered and counted in steps, and nothing here adds them up.
"""

from .confidence import SINGLE_RELIABILITY, observations_for, reliability
from .gaps import Gap, gap_between
from .gate import Answer, Gate, gate
from .levels import Autonomy, CompetenceError, Level, Scale
from .pace import behind_on, expected_by
from .standing import Asked, Seen, Signed, Standing, State, stand

__all__ = [
    "SINGLE_RELIABILITY",
    "Answer",
    "Asked",
    "Autonomy",
    "CompetenceError",
    "Gap",
    "Gate",
    "Level",
    "Scale",
    "Seen",
    "Signed",
    "Standing",
    "State",
    "behind_on",
    "expected_by",
    "gap_between",
    "gate",
    "observations_for",
    "reliability",
    "stand",
]
