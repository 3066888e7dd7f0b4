"""How evenly a solution treats people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from guildhall.engine.matching.problem import BoolArray, FloatArray


@dataclass(frozen=True)
class Fairness:
    """Spread of the scores over pairs. None where there is no pair.

    `fifth_percentile` and `median` are scores that were reached (lower nearest rank).
    `gini` is 0 when all pairs score the same and nears 1 when one pair has everything.
    """

    minimum: float | None
    fifth_percentile: float | None
    median: float | None
    gini: float | None


def fairness(scores: Sequence[float]) -> Fairness:
    """Minimum, 5th percentile, median and Gini of the scores of the pairs, in their unit."""
    if not len(scores):
        return Fairness(None, None, None, None)
    ordered = np.sort(np.asarray(scores, dtype=np.float64))
    count = len(ordered)
    total = float(ordered.sum())
    weights = 2 * np.arange(1, count + 1) - count - 1
    return Fairness(
        minimum=float(ordered[0]),
        fifth_percentile=float(np.percentile(ordered, 5, method="lower")),
        median=float(np.percentile(ordered, 50, method="lower")),
        gini=float((weights * ordered).sum()) / (count * total) if total else 0.0,
    )


def mean_rank(liking: FloatArray, chosen: BoolArray) -> float | None:
    """The mean place of the partners in each row's list (1 is best; ties share a place).

    `liking` is NaN where there is no choice. For the other side pass both transposed.
    """
    rows, columns = np.nonzero(chosen)
    if not len(rows):
        return None
    reached = liking[rows, columns]
    return float(((liking[rows] > reached[:, None]).sum(axis=1) + 1).mean())
