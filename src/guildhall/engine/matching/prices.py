"""Prices that prove a set of pairs heaviest, found from the pairs alone.

They solve a system of difference constraints (Bellman and Ford), starting from price 0 and
raising only what must rise. They exist exactly when the pairs are optimal, so that a wrong
solver shows itself here.
"""

from dataclasses import dataclass

import numpy as np

from guildhall.engine.matching.problem import BoolArray, IntArray, Network

FAR = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Prices:
    """What a place of each guide and a unit of each learner is worth, in inner integers."""

    learner: IntArray
    guide: IntArray


class NotOptimal(RuntimeError):
    """The pairs are not the heaviest: no prices exist."""


def prices_of(chosen: BoolArray, weight: IntArray, network: Network) -> Prices:
    """The lowest guide prices that support `chosen` (arguments as in `heaviest`).

    Raises NotOptimal when there are none.
    """
    need, capacity, first_bonus = network.need, network.capacity, network.first_bonus
    degree = chosen.sum(axis=1)
    ceiling = np.where(degree >= need, FAR, np.where(degree == 0, -first_bonus, 0))
    floor = np.where(degree == 0, -FAR, np.where(degree == 1, -first_bonus, 0))
    is_full = chosen.sum(axis=0) >= capacity
    usable = network.edges & (need > 0)[:, None] & (capacity > 0)[None, :]
    # A used pair may be worth more than its prices, an unused one may not.
    idle = np.where(usable & ~chosen, weight, -FAR)
    pair_learner, pair_guide = np.nonzero(chosen)
    pair_weight = weight[pair_learner, pair_guide]
    guide = np.zeros(len(capacity), dtype=np.int64)
    learner = _lowest(ceiling, pair_learner, pair_weight)
    changed = np.arange(len(need))
    for _ in range(len(need) + len(capacity) + 2):
        if not len(changed):
            return Prices(np.where(learner == FAR, 0, learner), guide)
        asked = (idle[changed] - learner[changed][:, None]).max(axis=0, initial=-FAR)
        rises = asked > guide
        if (rises & ~is_full).any():
            break
        guide = np.where(rises, asked, guide)
        lowered = _lowest(ceiling, pair_learner, pair_weight - guide[pair_guide])
        changed = np.flatnonzero(lowered < learner)
        learner = lowered
        if (learner < floor).any():
            break
    raise NotOptimal("no prices support these pairs")


def _lowest(ceiling: IntArray, pair_learner: IntArray, left: IntArray) -> IntArray:
    """The highest learner price that each used pair and the ceiling allow."""
    lowest = ceiling.copy()
    np.minimum.at(lowest, pair_learner, left)
    return lowest
