"""Pairs over given edges in which some people must be used in full."""

from dataclasses import dataclass

import numpy as np

from guildhall.engine.matching.cardinality import bit_rows, bits
from guildhall.engine.matching.problem import BoolArray, IntArray


@dataclass(frozen=True)
class Required:
    """Upper and lower numbers of pairs for each learner and each guide."""

    need: IntArray
    capacity: IntArray
    least_need: IntArray
    least_capacity: IntArray


def covering(edges: BoolArray, required: Required) -> BoolArray | None:
    """A choice of edges within all the numbers of `required`, or None when there is none.

    First every learner's minimum is met, then every guide's, by alternating paths that never
    push anybody below a minimum already met (Mendelsohn and Dulmage, 1958). Extra pairs are
    added on the way wherever a path ends at somebody with room.
    """
    rows, columns = bit_rows(edges), bit_rows(edges.T)
    chosen = np.zeros(edges.shape, dtype=bool)
    learners = _Side(rows, required.need, required.least_need)
    guides = _Side(columns, required.capacity, required.least_capacity)
    for mine, other in ((learners, guides), (guides, learners)):
        for person, least in enumerate(mine.least):
            while mine.load[person] < least:
                if not _cover(person, mine, other):
                    return None
    for learner, used in enumerate(learners.used):
        chosen[learner, bits(used)] = True
    return chosen


class _Side:
    """One side's edges, limits and present partners."""

    def __init__(self, rows: list[int], most: IntArray, least: IntArray) -> None:
        self.rows = rows
        self.most: list[int] = most.tolist()
        self.least: list[int] = least.tolist()
        self.used = [0] * len(rows)
        self.load = [0] * len(rows)


def _cover(start: int, mine: _Side, other: _Side) -> bool:
    """One more pair for `start`: from somebody with room, or from one of its own side."""
    came: dict[int, tuple[int, int]] = {}
    seen_mine, seen_other = 1 << start, 0
    stack = [start]
    while stack:
        person = stack.pop()
        for partner in bits(mine.rows[person] & ~mine.used[person] & ~seen_other):
            seen_other |= 1 << partner
            if other.load[partner] < other.most[partner]:
                other.load[partner] += 1
                _shift(person, partner, start, came, mine, other)
                return True
            holders = other.used[partner] & ~seen_mine
            seen_mine |= holders
            for holder in bits(holders):
                if mine.load[holder] > mine.least[holder]:
                    mine.load[holder] -= 1
                    _drop(holder, partner, mine, other)
                    _shift(person, partner, start, came, mine, other)
                    return True
                came[holder] = (partner, person)
                stack.append(holder)
    return False


def _shift(
    person: int,
    partner: int,
    start: int,
    came: dict[int, tuple[int, int]],
    mine: _Side,
    other: _Side,
) -> None:
    mine.load[start] += 1
    _take(person, partner, mine, other)
    while person != start:
        released, taker = came[person]
        _drop(person, released, mine, other)
        _take(taker, released, mine, other)
        person = taker


def _take(person: int, partner: int, mine: _Side, other: _Side) -> None:
    mine.used[person] |= 1 << partner
    other.used[partner] |= 1 << person


def _drop(person: int, partner: int, mine: _Side, other: _Side) -> None:
    mine.used[person] ^= 1 << partner
    other.used[partner] ^= 1 << person
