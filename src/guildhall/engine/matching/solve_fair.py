"""`fair`: as many as possible, then the worst pair as good as possible, then the total.

Cardinality, bottleneck and total in this order cost almost nothing of the total
(docs/reference/matching-engine.md) and never leave somebody out for a higher sum.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np

from guildhall.engine.matching.bounds import PriceEvidence
from guildhall.engine.matching.cardinality import Cut, Fullest, fullest
from guildhall.engine.matching.certificate import Evidence
from guildhall.engine.matching.heaviest import heaviest
from guildhall.engine.matching.prices import prices_of
from guildhall.engine.matching.problem import BoolArray, Network, Problem


@dataclass(frozen=True)
class Solution:
    """Chosen pairs as a boolean matrix, with the evidence for the certificate."""

    chosen: BoolArray
    evidence: Evidence


@dataclass(frozen=True)
class _Threshold:
    """The best worst score, and the proof that the next better one is out of reach."""

    score: int
    next_score: int | None
    next_cut: Cut | None


def solve_fair(problem: Problem, *, keep: BoolArray | None = None) -> Solution:
    """Solve for `fair`; among equal solutions the one with the most pairs of `keep`."""
    most = _fullest(problem, problem.eligible)
    if not most.pairs:
        evidence = Evidence(matched_cut=most.matched_cut, pairs_cut=most.pairs_cut)
        return Solution(np.zeros(problem.eligible.shape, dtype=bool), evidence)
    threshold = _best_worst(problem, most)
    edges = problem.eligible & (problem.score >= threshold.score)
    spread = int(problem.score[edges].max()) - threshold.score
    bonus = len(most.pairs) * spread + 1
    above = np.where(edges, problem.score - threshold.score, 0)
    weight = np.where(edges, above + bonus, 0)
    first = np.where(problem.fresh, bonus, 0)
    scale = 1 if keep is None else len(most.pairs) + 1
    sought = weight * scale if keep is None else weight * scale + (keep & edges)
    network = Network(edges, problem.need, problem.capacity, first)
    chosen = heaviest(sought, replace(network, first_bonus=first * scale))
    prices = prices_of(chosen, weight, network)
    evidence = Evidence(
        prices=PriceEvidence(
            learner=tuple(prices.learner.tolist()),
            guide=tuple(prices.guide.tolist()),
            per_pair=bonus - threshold.score,
            per_first=bonus,
        ),
        matched_cut=most.matched_cut,
        pairs_cut=most.pairs_cut,
        next_score=threshold.next_score,
        next_cut=threshold.next_cut,
    )
    return Solution(chosen, evidence)


def _fullest(problem: Problem, edges: BoolArray, *, hoped: Fullest | None = None) -> Fullest:
    return fullest(
        edges,
        need=problem.need,
        capacity=problem.capacity,
        fresh=problem.fresh,
        hoped=hoped,
    )


def _best_worst(problem: Problem, most: Fullest) -> _Threshold:
    """Search the scores for the highest that still allows both counts."""
    score, eligible = problem.score, problem.eligible
    lowest = min(int(score[pair]) for pair in most.pairs)
    highest = int(score[eligible].max())
    looking = problem.fresh & (problem.need > 0)
    ceiling = highest
    if most.matched == int(looking.sum()):
        # Everybody is matched, so nobody's worst pair can beat that person's best one.
        ceiling = min(ceiling, int(np.where(eligible, score, -1)[looking].max(axis=1).min()))
    between = score[eligible & (score > lowest) & (score <= ceiling)]
    between.sort()
    values = [lowest, *between[np.diff(between, prepend=-1) > 0].tolist()]
    good, bad, bad_cut, best = 0, len(values), None, most
    while bad - good > 1:
        middle = (good + bad) // 2
        tried = _fullest(problem, eligible & (score >= values[middle]), hoped=best)
        missing_first = tried.matched < most.matched
        if not missing_first and len(tried.pairs) == len(most.pairs):
            best = tried
            good = bisect_left(values, min(int(score[pair]) for pair in tried.pairs))
        else:
            bad = middle
            bad_cut = tried.matched_cut if missing_first else tried.pairs_cut
    if bad < len(values):
        return _Threshold(values[good], values[bad], bad_cut)
    return _out_of_reach(problem, most, values[good], highest)


def _out_of_reach(problem: Problem, most: Fullest, reached: int, highest: int) -> _Threshold:
    """The proof for the next score above the ceiling, if there is any."""
    if reached == highest:
        return _Threshold(reached, None, None)
    score = problem.score
    next_score = int(score[problem.eligible & (score > reached)].min())
    tried = _fullest(problem, problem.eligible & (score >= next_score), hoped=most)
    is_short = tried.matched < most.matched
    return _Threshold(reached, next_score, tried.matched_cut if is_short else tried.pairs_cut)
