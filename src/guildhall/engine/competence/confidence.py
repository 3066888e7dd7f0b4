"""How much a number of observations can bear: Spearman–Brown, from one encounter's reliability."""

from __future__ import annotations

from math import ceil

from .levels import CompetenceError

# One observed encounter, as published for the mini-CEX (doi 10.1007/s10459-011-9343-y); the same
# study found .70 for ten, the formula gives .75. A house with data of its own computes its own.
SINGLE_RELIABILITY = 0.23


def reliability(observations: int, *, single: float = SINGLE_RELIABILITY) -> float:
    """Reliability of that many observations together, from 0 to 1.

    >>> round(reliability(10), 2)
    0.75
    >>> round(reliability(13), 3), round(reliability(14), 3)
    (0.795, 0.807)
    """
    _require(observations, single)
    return observations * single / (1 + (observations - 1) * single) if observations else 0.0


def observations_for(wanted: float, *, single: float = SINGLE_RELIABILITY) -> int:
    """The fewest observations whose reliability reaches `wanted` (above 0, below 1).

    >>> observations_for(0.8)
    14
    """
    _require(1, single)
    if not 0 < wanted < 1:
        raise CompetenceError("A reliability to reach lies above 0 and below 1.")
    exact = wanted * (1 - single) / (single * (1 - wanted))
    return max(1, ceil(exact - 1e-9))


def _require(observations: int, single: float) -> None:
    if observations < 0:
        raise CompetenceError("There cannot be fewer than 0 observations.")
    if not 0 < single < 1:
        raise CompetenceError("The reliability of one observation lies above 0 and below 1.")
