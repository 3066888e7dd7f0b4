"""Every possible set of pairs of a small problem: the truth that solvers are held against."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Small:
    """A problem small enough to try everything."""

    score: np.ndarray
    eligible: np.ndarray
    capacity: np.ndarray
    need: np.ndarray

    def arguments(self) -> dict[str, object]:
        return {"capacity": self.capacity, "need": self.need, "eligible": self.eligible}

    def sets_of_pairs(self) -> Iterator[list[tuple[int, int]]]:
        edges = [(int(i), int(j)) for i, j in np.argwhere(self.eligible)]
        yield from self._grow(edges, [], self.need.tolist(), self.capacity.tolist())

    def _grow(self, edges, chosen, need, capacity):
        if not edges:
            yield list(chosen)
            return
        (i, j), rest = edges[0], edges[1:]
        yield from self._grow(rest, chosen, need, capacity)
        if need[i] and capacity[j]:
            need[i] -= 1
            capacity[j] -= 1
            yield from self._grow(rest, [*chosen, (i, j)], need, capacity)
            need[i] += 1
            capacity[j] += 1

    def best_fair(self) -> tuple[int, int, int, int]:
        """(learners with a guide, pairs, worst, total) of the best set."""
        return max(
            (len({i for i, _ in p}), len(p), self.worst(p), self.total(p))
            for p in self.sets_of_pairs()
        )

    def best_total(self) -> tuple[int, int, int]:
        """(total, pairs, worst) of the best set."""
        return max((self.total(p), len(p), self.worst(p)) for p in self.sets_of_pairs())

    def total(self, pairs) -> int:
        return sum(int(self.score[pair]) for pair in pairs)

    def worst(self, pairs) -> int:
        return min((int(self.score[pair]) for pair in pairs), default=-1)

    def blocking(self, pairs, mine, theirs) -> list[tuple[int, int]]:
        """Pairs that would both rather have each other, by the definition."""
        found = []
        for i, j in np.argwhere(self.eligible):
            if (i, j) in pairs or np.isnan(mine[i, j]) or np.isnan(theirs[i, j]):
                continue
            own = [mine[i, b] for a, b in pairs if a == i]
            held = [theirs[a, j] for a, b in pairs if b == j]
            wants = len(own) < self.need[i] or any(mine[i, j] > one for one in own)
            takes = len(held) < self.capacity[j] or any(theirs[i, j] > one for one in held)
            if self.need[i] and self.capacity[j] and wants and takes:
                found.append((int(i), int(j)))
        return found
