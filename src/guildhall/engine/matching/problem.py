"""The checked input of `assign`: integer scores, places, needs and preferences."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
NumberArray = npt.NDArray[np.int64] | npt.NDArray[np.float64]
FloatArray = npt.NDArray[np.float64]

EXACT_FLOAT = 2**53
EXACT_INT = 2**62


@dataclass(frozen=True)
class Unit:
    """How scores are counted inside: `given` scores times `scale` are the integers.

    Whole-number input has scale 1. Float input is multiplied by a power of ten when that makes
    every score whole (up to six decimals), otherwise by the largest power of two for which the
    solvers stay exact: at 1,000 x 1,000 a resolution of 2e-10 of the largest score or finer.
    """

    scale: float
    is_whole: bool

    @property
    def resolution(self) -> float:
        """The smallest difference of two scores that counts, in the caller's unit."""
        return 1 / self.scale

    def back(self, amount: int) -> int | float:
        """An integer amount in the caller's unit."""
        return amount if self.is_whole else amount / self.scale


@dataclass(frozen=True)
class Network:
    """The edges that may be used, and how often each person may be.

    `first_bonus` is what a learner's first edge adds to its weight, one value a learner.
    """

    edges: BoolArray
    need: IntArray
    capacity: IntArray
    first_bonus: IntArray


@dataclass(frozen=True)
class Problem:
    """Scores as integers (0 where not eligible), all arrays of shape (learners, guides).

    `fresh` marks learners who have no guide yet from elsewhere: their first guide counts first.
    """

    score: IntArray
    given: NumberArray
    eligible: BoolArray
    need: IntArray
    capacity: IntArray
    learner_preference: FloatArray
    guide_preference: FloatArray
    fresh: BoolArray
    unit: Unit

    @property
    def most_pairs(self) -> int:
        """An upper limit on the number of pairs from the totals alone."""
        return int(min(self.need.sum(), self.capacity.sum()))

    def total(self, pairs: Sequence[tuple[int, int]]) -> int | float:
        """The sum of the given scores, exact for whole numbers, rounded once for floats."""
        chosen = [self.given[pair].item() for pair in pairs]
        return sum(int(c) for c in chosen) if self.unit.is_whole else math.fsum(chosen)

    def reordered(self, learners: IntArray, guides: IntArray) -> "Problem":
        """The same problem with rows and columns in another order."""
        grid = np.ix_(learners, guides)
        return Problem(
            score=self.score[grid],
            given=self.given[grid],
            eligible=self.eligible[grid],
            need=self.need[learners],
            capacity=self.capacity[guides],
            learner_preference=self.learner_preference[grid],
            guide_preference=self.guide_preference[grid],
            fresh=self.fresh[learners],
            unit=self.unit,
        )
