"""`best`: the highest total; among those the most pairs; among those the best worst pair.

The first two are one weight. The third uses that the prices mark every optimal solution:
an unused pair must weigh exactly its prices, whoever has a price above the floor must be
used in full, and a pair above its prices must be taken. So the worst pair is searched among
solutions of a small feasibility problem, without solving for the total again.
"""

import numpy as np

from guildhall.engine.matching.bounds import PriceEvidence
from guildhall.engine.matching.certificate import Evidence
from guildhall.engine.matching.heaviest import heaviest
from guildhall.engine.matching.prices import Prices, prices_of
from guildhall.engine.matching.problem import BoolArray, IntArray, Network, Problem
from guildhall.engine.matching.required import Required, covering
from guildhall.engine.matching.solve_fair import Solution


def solve_best(problem: Problem, *, keep: BoolArray | None = None) -> Solution:
    """Solve for `best`; among equal solutions the one with the most pairs of `keep`."""
    edges = problem.eligible
    scale = problem.most_pairs + 1
    weight = np.where(edges, problem.score * scale + 1, 0)
    no_bonus = np.zeros(len(problem.need), dtype=np.int64)
    network = Network(edges, problem.need, problem.capacity, no_bonus)
    chosen = heaviest(weight, network)
    prices = prices_of(chosen, weight, network)
    if chosen.any():
        chosen = _lift_worst(problem, chosen, weight, prices)
        chosen = _prefer(problem, chosen, weight, prices, keep)
    evidence = Evidence(
        prices=PriceEvidence(
            learner=tuple(prices.learner.tolist()),
            guide=tuple(prices.guide.tolist()),
            scale=scale,
            per_pair=1,
        )
    )
    return Solution(chosen, evidence)


def _lift_worst(problem: Problem, chosen: BoolArray, weight: IntArray, prices: Prices) -> BoolArray:
    """The optimal solution with the best worst pair."""
    slack = prices.learner[:, None] + prices.guide[None, :] - weight
    allowed = problem.eligible & (slack <= 0)
    forced = problem.eligible & (slack < 0)
    need = problem.need - forced.sum(axis=1)
    capacity = problem.capacity - forced.sum(axis=0)
    required = Required(
        need=need,
        capacity=capacity,
        least_need=np.where(prices.learner > 0, need, 0),
        least_capacity=np.where(prices.guide > 0, capacity, 0),
    )
    free = allowed & ~forced
    ceiling = int(problem.score[forced].min()) if forced.any() else None
    good = int(problem.score[chosen].min())
    values = np.unique(problem.score[free & (problem.score > good)]).tolist()
    if ceiling is not None:
        values = [value for value in values if value <= ceiling]
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        found = covering(free & (problem.score >= values[middle]), required)
        if found is None:
            high = middle
        else:
            chosen, low = found | forced, middle + 1
    return chosen


def _prefer(
    problem: Problem,
    chosen: BoolArray,
    weight: IntArray,
    prices: Prices,
    keep: BoolArray | None,
) -> BoolArray:
    """Among solutions with this worst pair: more learners with a guide, then kept pairs."""
    if keep is None and int(problem.need.max(initial=0)) < 2:
        return chosen
    worst = int(problem.score[chosen].min())
    edges = problem.eligible & (problem.score >= worst)
    scale = problem.most_pairs + 1
    sought = np.where(edges, weight * scale * scale, 0)
    if keep is not None:
        sought += keep & edges
    first = np.where(problem.fresh, scale, 0)
    network = Network(edges, problem.need, problem.capacity, first)
    return heaviest(sought, network, first_prices=prices.guide * scale * scale)
