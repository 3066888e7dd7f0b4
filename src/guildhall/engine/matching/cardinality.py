"""As many pairs as possible, by alternating paths over bit sets.

Each learner's eligible guides are one Python integer used as a set of bits, so that a whole
row is searched with a few operations. Each search looks at an edge once at most, so no input
makes it explode.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from guildhall.engine.matching.problem import BoolArray, IntArray


@dataclass(frozen=True)
class Cut:
    """Learners and guides that a search reached when no further pair could be added.

    By the theorems of Hall and König this proves an upper bound: see `certificate`.
    """

    learners: tuple[int, ...]
    guides: tuple[int, ...]


class Pairing:
    """Pairs under construction, with places, needs and the moves between them."""

    def __init__(self, edges: BoolArray, *, need: IntArray, capacity: IntArray) -> None:
        self.rows = bit_rows(edges)
        self.open_need: list[int] = need.tolist()
        self.room: list[int] = capacity.tolist()
        self.used = [0] * len(self.rows)
        self.holders = [0] * len(self.room)
        self.dead_learners = self.dead_guides = 0
        self.free = sum(1 << guide for guide, places in enumerate(self.room) if places > 0)

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return sum(used.bit_count() for used in self.used)

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs, sorted."""
        return [(i, j) for i, used in enumerate(self.used) for j in bits(used)]

    def start_with(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take over pairs that are known to fit together."""
        for learner, guide in pairs:
            self._add(learner, guide)
            self.open_need[learner] -= 1
            self._use_place(guide)

    def fill(self, learners: Iterable[int], *, may_miss: int) -> int:
        """One more guide for each of these learners, as far as possible; the number of misses.

        Stops after more than `may_miss` misses. A learner who already has guides keeps as many;
        which ones may change. Whoever a failed search has visited is out of reach for good, so
        that each learner is tried once.
        """
        misses = 0
        for learner in learners:
            if not self._augment(learner):
                misses += 1
                if misses > may_miss:
                    break
        return misses

    def cut(self) -> Cut:
        """Everybody whom failed searches have visited."""
        return Cut(tuple(bits(self.dead_learners)), tuple(bits(self.dead_guides)))

    def _augment(self, start: int) -> bool:
        """One more guide for `start`, moving others along an alternating path."""
        came: dict[int, tuple[int, int]] = {}
        seen_learners, seen_guides = self.dead_learners | 1 << start, self.dead_guides
        stack = [start]
        while stack:
            learner = stack.pop()
            open_guides = self.rows[learner] & ~self.used[learner] & ~seen_guides
            reachable = open_guides & self.free
            if reachable:
                self._flip(learner, (reachable & -reachable).bit_length() - 1, start, came)
                return True
            seen_guides |= open_guides
            for guide in bits(open_guides):
                fresh = self.holders[guide] & ~seen_learners
                seen_learners |= fresh
                for holder in bits(fresh):
                    came[holder] = (guide, learner)
                    stack.append(holder)
        self.dead_learners, self.dead_guides = seen_learners, seen_guides
        return False

    def _flip(self, learner: int, guide: int, start: int, came: dict[int, tuple[int, int]]) -> None:
        self._use_place(guide)
        self._add(learner, guide)
        while learner != start:
            released, taker = came[learner]
            self.used[learner] ^= 1 << released
            self.holders[released] ^= 1 << learner
            self._add(taker, released)
            learner = taker
        self.open_need[start] -= 1

    def _use_place(self, guide: int) -> None:
        self.room[guide] -= 1
        if self.room[guide] == 0:
            self.free ^= 1 << guide

    def _add(self, learner: int, guide: int) -> None:
        self.used[learner] |= 1 << guide
        self.holders[guide] |= 1 << learner


@dataclass(frozen=True)
class Fullest:
    """The most learners with a guide, the most pairs, and the proofs of both."""

    pairs: list[tuple[int, int]]
    matched: int
    matched_cut: Cut
    pairs_cut: Cut


def fullest(
    edges: BoolArray,
    *,
    need: IntArray,
    capacity: IntArray,
    fresh: BoolArray,
    hoped: Fullest | None = None,
) -> Fullest:
    """First as many fresh learners with one guide as possible, then as many pairs as possible.

    The two goals never conflict: a further pair changes only the two ends of its path, so
    nobody loses the first guide. `hoped` is a result over more edges: its pairs give a start,
    and the search stops, with the cut that proves it, as soon as its counts are out of reach.
    """
    pairing = Pairing(edges, need=need, capacity=capacity)
    first: list[int] = np.flatnonzero(fresh & (need > 0)).tolist()
    may_miss = len(first)
    if hoped is not None:
        kept = {i: (i, j) for i, j in hoped.pairs if fresh[i] and edges[i, j]}
        pairing.start_with(kept.values())
        may_miss = len(first) - hoped.matched
        first = [learner for learner in first if learner not in kept]
    misses = pairing.fill(first, may_miss=may_miss)
    matched, matched_cut = pairing.count, pairing.cut()
    if misses <= may_miss:
        hungry = [i for i, units in enumerate(pairing.open_need) for _ in range(units)]
        wanted = 0 if hoped is None else len(hoped.pairs) - pairing.count
        pairing.fill(hungry, may_miss=len(hungry) - wanted)
    return Fullest(pairing.pairs(), matched, matched_cut, pairing.cut())


def bit_rows(edges: BoolArray) -> list[int]:
    """Each row of a boolean matrix as one integer, column 0 in the lowest bit."""
    packed = np.packbits(edges, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def bits(number: int) -> list[int]:
    """The positions of the set bits, lowest first."""
    found = []
    while number:
        low = number & -number
        found.append(low.bit_length() - 1)
        number ^= low
    return found
