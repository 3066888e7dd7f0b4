"""Upper bounds by arithmetic alone: Hall, König, and the dual of the linear program.

Each holds for whatever cut or prices are handed in: poor evidence gives a loose bound, never a
false one.
"""

from dataclasses import dataclass

import numpy as np

from guildhall.engine.matching.cardinality import Cut
from guildhall.engine.matching.problem import BoolArray, Problem


@dataclass(frozen=True)
class PriceEvidence:
    """Prices in inner integers: one for each learner and guide, and one on each count.

    A pair weighs score x `scale` + `per_pair`; a learner's first guide adds `per_first`.
    """

    learner: tuple[int, ...]
    guide: tuple[int, ...]
    scale: int = 1
    per_pair: int = 0
    per_first: int = 0


def matched_limit(problem: Problem, edges: BoolArray, cut: Cut | None) -> int:
    """An upper bound on fresh learners with a guide over these edges (Hall).

    The learners of the cut share the places of the guides whom they can reach at all.
    """
    looking = problem.fresh & (problem.need > 0)
    if cut is None:
        return int(looking.sum())
    inside = _mask(cut.learners, len(problem.need))
    near = edges[inside].any(axis=0)
    return int((looking & ~inside).sum() + problem.capacity[near].sum())


def pairs_limit(problem: Problem, edges: BoolArray, cut: Cut | None) -> int:
    """An upper bound on the number of pairs over these edges (König: a cut of the network)."""
    if cut is None:
        return problem.most_pairs
    inside = _mask(cut.learners, len(problem.need))
    reached = _mask(cut.guides, len(problem.capacity))
    crossing = int(edges[np.ix_(inside, ~reached)].sum())
    return int(problem.need[~inside].sum() + problem.capacity[reached].sum()) + crossing


def total_limit(
    problem: Problem, edges: BoolArray, prices: PriceEvidence | None, *, counts: tuple[int, int]
) -> int:
    """An upper bound on the total among solutions over `edges` with exactly these counts."""
    used = prices or no_prices(problem)
    spare = weight_limit(problem, edges, used)
    spare -= used.per_first * counts[0] + used.per_pair * counts[1]
    return spare // used.scale


def weight_limit(problem: Problem, edges: BoolArray, prices: PriceEvidence) -> int:
    """An upper bound on the weight of any solution: the dual of the linear program.

    sum of max(0, u + first) + (need - 1) max(0, u), sum of capacity x p, and for each edge the
    part of its weight that the prices leave uncovered (an edge is used at most once).
    """
    u = np.array(prices.learner, dtype=np.int64)
    p = np.maximum(np.array(prices.guide, dtype=np.int64), 0)
    first = np.where(problem.fresh, prices.per_first, 0)
    later = np.maximum(problem.need - 1, 0)
    for_learners = (np.maximum(u + first, 0) + later * np.maximum(u, 0)) * (problem.need > 0)
    uncovered = problem.score * prices.scale + prices.per_pair - u[:, None] - p[None, :]
    for_edges = np.maximum(uncovered, 0, where=edges, out=np.zeros_like(uncovered))
    for_guides = sum(int(c) * int(price) for c, price in zip(problem.capacity, p, strict=True))
    return int(for_learners.sum()) + for_guides + int(for_edges.sum())


def no_prices(problem: Problem) -> PriceEvidence:
    """Prices of zero: the evidence where nobody can be matched."""
    return PriceEvidence((0,) * len(problem.need), (0,) * len(problem.capacity))


def _mask(members: tuple[int, ...], length: int) -> BoolArray:
    mask = np.zeros(length, dtype=bool)
    mask[list(members)] = True
    return mask
