"""Proofs, computed from the inputs again and without any solver.

Every bound here holds for whatever evidence is handed in, by arithmetic alone: poor evidence
gives a loose bound, never a false one. A gap of 0 therefore proves the figure it stands by.
"""

from dataclasses import dataclass, field

import numpy as np

from guildhall.engine.matching.bounds import (
    PriceEvidence,
    matched_limit,
    no_prices,
    pairs_limit,
    total_limit,
    weight_limit,
)
from guildhall.engine.matching.cardinality import Cut
from guildhall.engine.matching.problem import BoolArray, Problem
from guildhall.engine.matching.validity import Pairs, blocking_pairs, pair_problems

Number = int | float


@dataclass(frozen=True)
class Bound:
    """A figure, what no solution can exceed, and the difference (0 proves the figure)."""

    value: Number
    bound: Number
    gap: Number


@dataclass(frozen=True)
class Evidence:
    """What the solver hands over; the certificate draws its own conclusions from it.

    `next_score` is the next better worst score that was shown to be out of reach, by
    `next_cut`: its learners do not have enough guides at that score. None: no score is better.
    """

    prices: PriceEvidence | None = None
    matched_cut: Cut | None = None
    pairs_cut: Cut | None = None
    next_score: int | None = None
    next_cut: Cut | None = None


@dataclass(frozen=True)
class Certificate:
    """What is proven about a set of pairs.

    `matched` counts learners with a guide, `pair_count` pairs. For `fair`, `worst` is the score
    of the worst pair among solutions that reach both counts, and `total` the total among those
    that reach all three. For `best`, `total` is over all solutions and `pair_count` over those
    with that total. For `stable`, `total` is held against the best total: its gap is the price
    of stability. `problems` lists what makes the pairs themselves invalid.
    """

    objective: str
    matched: Bound | None
    pair_count: Bound | None
    worst: Bound | None
    total: Bound
    blocking_pairs: int
    problems: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=Evidence, repr=False)

    @property
    def is_proven(self) -> bool:
        """Whether every promise of the objective is proven."""
        if self.problems:
            return False
        if self.objective == "stable":
            return self.blocking_pairs == 0
        bounds = (self.matched, self.pair_count, self.worst, self.total)
        return all(bound is None or bound.gap == 0 for bound in bounds)


def certify(problem: Problem, pairs: Pairs, evidence: Evidence, *, objective: str) -> Certificate:
    """Check the pairs and compute every bound again (see `Certificate`)."""
    problems = pair_problems(problem, pairs)
    chosen = np.zeros(problem.eligible.shape, dtype=bool)
    if not problems and pairs:
        chosen[tuple(np.array(pairs).T)] = True
    blocking = len(blocking_pairs(problem, chosen))
    if problems:
        nothing = Bound(0, 0, 0)
        found = Certificate(objective, None, None, None, nothing, blocking)
    elif objective == "fair":
        found = _fair(problem, chosen, pairs, evidence)
    else:
        found = _best(problem, chosen, pairs, evidence, objective=objective)
    return Certificate(
        objective=objective,
        matched=found.matched,
        pair_count=found.pair_count,
        worst=found.worst,
        total=found.total,
        blocking_pairs=blocking,
        problems=tuple(problems),
        evidence=evidence,
    )


def _fair(problem: Problem, chosen: BoolArray, pairs: Pairs, evidence: Evidence) -> Certificate:
    everything = problem.eligible
    matched = int((chosen.any(axis=1) & problem.fresh).sum())
    matched_bound = matched_limit(problem, everything, evidence.matched_cut)
    pairs_bound = pairs_limit(problem, everything, evidence.pairs_cut)
    worst, worst_bound = _worst(problem, chosen, evidence, counts=(matched, len(pairs)))
    edges = everything if worst_bound is None else everything & (problem.score >= worst_bound)
    inner = int(problem.score[chosen].sum())
    inner_bound = total_limit(problem, edges, evidence.prices, counts=(matched_bound, pairs_bound))
    back = problem.unit.back
    worst_part = None
    if worst is not None and worst_bound is not None:
        worst_part = Bound(back(worst), back(worst_bound), back(worst_bound - worst))
    return Certificate(
        objective="fair",
        matched=Bound(matched, matched_bound, matched_bound - matched),
        pair_count=Bound(len(pairs), pairs_bound, pairs_bound - len(pairs)),
        worst=worst_part,
        total=_total(problem, pairs, inner_bound - inner),
        blocking_pairs=0,
    )


def _best(
    problem: Problem, chosen: BoolArray, pairs: Pairs, evidence: Evidence, *, objective: str
) -> Certificate:
    prices = evidence.prices or no_prices(problem)
    inner = int(problem.score[chosen].sum())
    limit = weight_limit(problem, problem.eligible, prices)
    inner_bound = limit // prices.scale
    pair_count = None
    if objective == "best" and prices.scale > problem.most_pairs and prices.per_pair == 1:
        most = min(limit - inner * prices.scale, problem.most_pairs)
        pair_count = Bound(len(pairs), most, most - len(pairs))
    total = _total(problem, pairs, inner_bound - inner)
    return Certificate(objective, None, pair_count, None, total, 0)


def _total(problem: Problem, pairs: Pairs, inner_gap: int) -> Bound:
    total, gap = problem.total(pairs), problem.unit.back(inner_gap)
    return Bound(total, total + gap, gap)


def _worst(
    problem: Problem, chosen: BoolArray, evidence: Evidence, *, counts: tuple[int, int]
) -> tuple[int | None, int | None]:
    """The worst chosen score and the best that solutions with these counts can have."""
    if not chosen.any():
        return None, None
    worst = int(problem.score[chosen].min())
    best_score = int(problem.score[problem.eligible].max())
    if evidence.next_score is None or evidence.next_cut is None:
        return worst, best_score
    better = problem.eligible & (problem.score >= evidence.next_score)
    fails = (
        matched_limit(problem, better, evidence.next_cut) < counts[0]
        or pairs_limit(problem, better, evidence.next_cut) < counts[1]
    )
    if not fails:
        return worst, best_score
    return worst, int(problem.score[problem.eligible & ~better].max())
