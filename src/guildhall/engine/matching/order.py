"""An order of learners and guides that depends on what they are, never on where they stand.

Color refinement (Weisfeiler and Leman): everyone starts with a color from their own numbers
and repeatedly mixes in the colors of their eligible partners, weighted by the pair's content.
Where a class of equals stays that are not simply interchangeable, one of them is singled out
and the refinement continues. Components are colored apart, so that they cannot disturb each
other. Ties in the solvers are then broken by this order.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from guildhall.engine.matching.problem import IntArray, Problem

Colors = npt.NDArray[np.uint64]
# Edge visits that refinement may spend: about half a second.
MOST_VISITS = 30_000_000
SINGLED_OUT = np.uint64(0x5DEECE66D1234567)


@dataclass(frozen=True)
class _Edges:
    """The eligible pairs of one component; `label` stands for a pair's content."""

    learner: IntArray
    guide: IntArray
    label: Colors


def invariant_order(problem: Problem, *, seed: int) -> tuple[IntArray, IntArray]:
    """Orders of learners and guides (index arrays), the same after any relabeling.

    People who are truly interchangeable keep their given order. `seed` shuffles ties.
    """
    start = _mixed(np.full(1, seed % 2**63, dtype=np.uint64))[0]
    learner_color = _mixed(problem.need.astype(np.uint64) * 2 + problem.fresh + start)
    guide_color = _mixed(problem.capacity.astype(np.uint64) + ~start)
    row, column = np.nonzero(problem.eligible)
    label = _labels(problem, row, column)
    shape = problem.eligible.shape
    for edges in _components(row, column, label, shape):
        learners, at_learner = np.unique(edges.learner, return_inverse=True)
        guides, at_guide = np.unique(edges.guide, return_inverse=True)
        local = _Edges(at_learner, at_guide, edges.label)
        colors = _Coloring(local, learner_color[learners], guide_color[guides])
        colors.settle()
        learner_color[learners], guide_color[guides] = colors.learner, colors.guide
    return np.argsort(learner_color, kind="stable"), np.argsort(guide_color, kind="stable")


class _Coloring:
    """The colors of one component while they are refined."""

    def __init__(self, edges: _Edges, learner: Colors, guide: Colors) -> None:
        self.edges, self.learner, self.guide = edges, learner, guide
        self.by_guide = np.argsort(edges.guide, kind="stable")
        self.learner_starts = _starts(edges.learner)
        self.guide_starts = _starts(edges.guide[self.by_guide])
        self.visits_left = MOST_VISITS
        # Equal twins have the same pairs with the same people: any order of them is fine.
        place = np.arange(max(len(learner), len(guide)), dtype=np.uint64)
        self.learner_twin = self._seen_by_learners(_mixed(place[: len(guide)]))
        self.guide_twin = self._seen_by_guides(_mixed(place[: len(learner)]))

    def settle(self) -> None:
        """Refine until everyone is told apart, interchangeable, or the budget is spent."""
        self._refine()
        while self.visits_left > 0 and self._single_out():
            self._refine()

    def _refine(self) -> None:
        classes = self._class_count()
        while self.visits_left > 0:
            learner = _mixed(self.learner * np.uint64(3) + self._seen_by_learners(self.guide))
            guide = _mixed(self.guide * np.uint64(3) + self._seen_by_guides(self.learner))
            self.learner, self.guide = learner, guide
            self.visits_left -= 2 * len(self.edges.label) + len(learner) + len(guide)
            now = self._class_count()
            if now == classes:
                return
            classes = now

    def _single_out(self) -> bool:
        for mine, twin in ((self.learner, self.learner_twin), (self.guide, self.guide_twin)):
            _, first, at, counts = np.unique(
                mine, return_index=True, return_inverse=True, return_counts=True
            )
            differs = np.zeros(len(first), dtype=bool)
            np.logical_or.at(differs, at, twin != twin[first][at])
            if differs.any():
                smallest = np.where(differs, counts, len(mine) + 1).argmin()
                chosen = first[smallest]
                mine[chosen] = _mixed(mine[chosen : chosen + 1] ^ SINGLED_OUT)[0]
                return True
        return False

    def _class_count(self) -> int:
        return len(np.unique(self.learner)) + len(np.unique(self.guide))

    def _seen_by_learners(self, guide: Colors) -> Colors:
        seen = _mixed(self.edges.label ^ guide[self.edges.guide])
        return np.add.reduceat(seen, self.learner_starts)

    def _seen_by_guides(self, learner: Colors) -> Colors:
        seen = _mixed(~self.edges.label ^ learner[self.edges.learner])
        return np.add.reduceat(seen[self.by_guide], self.guide_starts)


def _labels(problem: Problem, row: IntArray, column: IntArray) -> Colors:
    label = _mixed(problem.score[row, column].astype(np.uint64))
    for liking in (problem.learner_preference, problem.guide_preference):
        seen = np.nan_to_num(liking[row, column], nan=np.inf) + 0.0
        label = _mixed(label ^ seen.view(np.uint64))
    return label


def _components(
    row: IntArray, column: IntArray, label: Colors, shape: tuple[int, ...]
) -> list[_Edges]:
    """The eligible pairs, split into parts that share nobody, each sorted by learner."""
    if not len(row):
        return []
    total = shape[0] + shape[1]
    graph = coo_array((np.ones(len(row), dtype=np.int8), (row, column + shape[0])), (total, total))
    count, part = connected_components(graph, directed=False)
    if count == 1:
        return [_Edges(row, column, label)]
    part_of_edge = part[row]
    by_part = np.argsort(part_of_edge, kind="stable")
    cuts = np.flatnonzero(np.diff(part_of_edge[by_part])) + 1
    return [_Edges(row[e], column[e], label[e]) for e in np.split(by_part, cuts)]


def _starts(sorted_ids: IntArray) -> IntArray:
    return np.flatnonzero(np.diff(sorted_ids, prepend=-1))


def _mixed(values: Colors) -> Colors:
    """Well-spread 64-bit numbers (one step of SplitMix64; arithmetic wraps around)."""
    mixed = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
