"""People as columns: one array a field and side, so that all pairs are compared at once."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from guildhall.engine.matching.criteria import Condition, Criteria
from guildhall.engine.matching.problem import BoolArray, FloatArray, IntArray
from guildhall.engine.matching.types import Person, Side
from guildhall.engine.matching.values import LEVELS, holds, plain, value_of

Matrix = npt.NDArray[np.float32]
# Skill levels are compared in 60ths: every share of a level from 1 to 5 is then whole.
SIXTIETHS = 60


class Columns:
    """Guides and learners as arrays. Grids have the shape (learners, guides).

    Everything counted here is whole and far below 2**24, so float32 products are exact.
    """

    def __init__(
        self, guides: Sequence[Person], learners: Sequence[Person], criteria: Criteria
    ) -> None:
        self.people: dict[Side, Sequence[Person]] = {"guide": guides, "learner": learners}
        self.criteria = criteria
        self._kept: dict[Hashable, object] = {}

    @property
    def shape(self) -> tuple[int, int]:
        """(learners, guides)."""
        return len(self.people["learner"]), len(self.people["guide"])

    def present(self, side: Side, name: str) -> BoolArray:
        """Whether each person of a side has a value."""
        return np.array([value_of(p, name) is not None for p in self.people[side]], dtype=bool)

    def both_present(self, guide_field: str, learner_field: str) -> BoolArray:
        """Whether both sides have a value, as a grid."""
        mine = self.present("learner", learner_field)
        return mine[:, None] & self.present("guide", guide_field)[None, :]

    def codes(self, guide_field: str, learner_field: str) -> tuple[IntArray, IntArray]:
        """Guides' and learners' texts as numbers that are equal when the texts are."""
        known: dict[str, int] = {}

        def coded(side: Side, name: str) -> IntArray:
            values = (value_of(person, name) for person in self.people[side])
            texts = (None if value is None else plain(value) for value in values)
            return np.array([-1 if t is None else known.setdefault(t, len(known)) for t in texts])

        return coded("guide", guide_field), coded("learner", learner_field)

    def gap(self, guide_field: str, learner_field: str) -> FloatArray:
        """Guide minus learner as a grid, NaN where a value is missing."""
        guide, learner = self.numbers("guide", guide_field), self.numbers("learner", learner_field)
        return np.asarray(guide[None, :] - learner[:, None])

    def numbers(self, side: Side, name: str) -> FloatArray:
        """Numbers, or places in the order of an ordinal field; NaN where missing."""
        order = {plain(v): place for place, v in enumerate(self.criteria.fields[name].order)}
        found = []
        for person in self.people[side]:
            value = value_of(person, name)
            if value is None:
                found.append(np.nan)
            else:
                found.append(float(order[plain(value)]) if order else float(value))
        return np.array(found, dtype=np.float64)

    def common(self, guide_field: str, learner_field: str) -> IntArray:
        """How many entries both sides' lists share, as a grid."""
        guide, learner = self._sets(guide_field, learner_field)
        return np.asarray(np.rint(learner @ guide.T), dtype=np.int64)

    def sizes(self, side: Side, name: str) -> IntArray:
        """How many different entries each person's list has."""
        found = [len(entries(value_of(person, name))) for person in self.people[side]]
        return np.array(found, dtype=np.int64)

    def skill_sixtieths(self, guide_field: str, learner_field: str) -> IntArray:
        """Sum over wanted skills of min(offered, wanted) / wanted, in 60ths, as a grid."""
        wanted = [_skills(value_of(p, learner_field)) for p in self.people["learner"]]
        offered = [_skills(value_of(p, guide_field)) for p in self.people["guide"]]
        names = {name: at for at, name in enumerate(sorted({n for one in wanted for n in one}))}
        total = np.zeros(self.shape, dtype=np.float32)
        for level in LEVELS:
            asks = _table(wanted, names, level=level, share_of=SIXTIETHS)
            gives = _table(offered, names, level=level)
            total += asks @ gives.T
        return np.rint(total).astype(np.int64)

    def places(self, side: Side, name: str) -> IntArray:
        """The place (1 is first) of the other person in this side's wish list; 0 when absent."""
        other: Side = "guide" if side == "learner" else "learner"
        index = {person.id: at for at, person in enumerate(self.people[other])}
        grid = np.zeros((len(self.people[side]), len(index)), dtype=np.int64)
        for row, person in enumerate(self.people[side]):
            for place, wished in reversed(list(enumerate(value_of(person, name) or (), 1))):
                if wished in index:
                    grid[row, index[wished]] = place
        return grid if side == "learner" else grid.T

    def holds(self, condition: Condition) -> BoolArray:
        """Where a condition holds, as a grid."""
        found = np.array([holds(condition, p) for p in self.people[condition.side]], dtype=bool)
        grid = found[None, :] if condition.side == "guide" else found[:, None]
        return np.broadcast_to(grid, self.shape)

    def _sets(self, guide_field: str, learner_field: str) -> tuple[Matrix, Matrix]:
        key = (guide_field, learner_field)
        if key not in self._kept:
            guide = [entries(value_of(p, guide_field)) for p in self.people["guide"]]
            learner = [entries(value_of(p, learner_field)) for p in self.people["learner"]]
            known = set().union(*guide) & set().union(*learner)
            names = {name: at for at, name in enumerate(known)}
            self._kept[key] = _marks(guide, names), _marks(learner, names)
        found: tuple[Matrix, Matrix] = self._kept[key]  # type: ignore[assignment]
        return found


def entries(value: object) -> set[Hashable]:
    """The entries of a list, a set of slots or a single text, as they are compared."""
    if value is None:
        return set()
    if isinstance(value, str):
        return {plain(value)}
    if isinstance(value, Iterable):
        return {one if isinstance(one, int) else plain(one) for one in value}
    return {plain(value)}


def _skills(value: dict[str, int] | None) -> dict[str, int]:
    return {plain(name): level for name, level in (value or {}).items()}


def _table(
    people: list[dict[str, int]], names: dict[str, int], *, level: int, share_of: int | None = None
) -> Matrix:
    """Who has each skill at this level or above: 1, or the share of one step of the level."""
    table = np.zeros((len(people), len(names)), dtype=np.float32)
    for row, skills in enumerate(people):
        for name, own in skills.items():
            if name in names and own >= level:
                table[row, names[name]] = 1 if share_of is None else share_of / own
    return table


def _marks(people: list[set[Hashable]], names: dict[Hashable, int]) -> Matrix:
    marks = np.zeros((len(people), len(names)), dtype=np.float32)
    for row, own in enumerate(people):
        marks[row, [names[name] for name in own if name in names]] = 1
    return marks
