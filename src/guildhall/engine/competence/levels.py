"""Levels: steps of an ordered scale. They compare; they do not add."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class CompetenceError(ValueError):
    """A scale, a level or a record that cannot be; the message names which and why."""


class Autonomy(IntEnum):
    """What a level allows, from watching to teaching; wider than any single scale."""

    NOT_YET = 0
    WATCH = 1
    BESIDE = 2
    AT_HAND = 3
    ALONE = 4
    TEACH = 5


@dataclass(frozen=True)
class Level:
    """One step: its code on the scale, as "2a", and what it allows."""

    code: str
    autonomy: Autonomy


@dataclass(frozen=True)
class Scale:
    """Levels from the lowest to the highest, each code once, never allowing less than before.

    >>> entrustment = Scale.of([("1", 1), ("2a", 2), ("2b", 2), ("3", 3), ("4", 4)])
    >>> entrustment.steps_between("2a", "3")
    2
    >>> entrustment.is_at_least("2b", "3")
    False
    """

    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        """Refuse a scale that cannot order what it is given."""
        codes = [level.code for level in self.levels]
        if len(codes) < 2:
            raise CompetenceError("A scale needs at least two levels.")
        for code in codes:
            if codes.count(code) > 1:
                raise CompetenceError(f"The level “{code}” stands twice on the scale.")
        for before, after in zip(self.levels, self.levels[1:], strict=False):
            if after.autonomy < before.autonomy:
                raise CompetenceError(
                    f"Level “{after.code}” stands above “{before.code}” and allows less."
                )

    @classmethod
    def of(cls, levels: Iterable[tuple[str, int]]) -> Scale:
        """A scale from (code, autonomy), lowest first."""
        return cls(tuple(Level(code, Autonomy(autonomy)) for code, autonomy in levels))

    def place(self, code: str) -> int:
        """Where a level stands, 0 for the lowest. Refuses a code that the scale does not have."""
        for position, level in enumerate(self.levels):
            if level.code == code:
                return position
        raise CompetenceError(f"The scale has no level “{code}”.")

    def autonomy(self, code: str) -> Autonomy:
        """What a level allows."""
        return self.levels[self.place(code)].autonomy

    def is_at_least(self, code: str, wanted: str) -> bool:
        """Whether a level is the wanted one or above it."""
        return self.place(code) >= self.place(wanted)

    def steps_between(self, low: str, high: str) -> int:
        """How many steps up from one level to another; negative is down."""
        return self.place(high) - self.place(low)
