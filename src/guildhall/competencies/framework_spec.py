"""Scales and frameworks as plain values: what a file says, and what a stored version holds.

A version read from the database and one read from a file are the same kind of value, so that they
can be compared: `changes_between` says what is new, changed and gone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

# The words of a competency; the rest is what its sign-off asks for.
LONGEST = {"key": 80, "name": 160, "description": 2_000, "guide": 20_000}


@dataclass(frozen=True)
class LevelSpec:
    """One step of a scale; `allows` is a value of `states.Allows`."""

    code: str
    name: str
    anchor: str
    allows: int


@dataclass(frozen=True)
class ScaleSpec:
    """A scale, its levels from the lowest to the highest."""

    key: str
    name: str
    kind: str
    source: str
    levels: tuple[LevelSpec, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The levels by their codes, lowest first."""
        return tuple(level.code for level in self.levels)

    def lowest(self, allows: int) -> str:
        """The lowest level that allows as much, or the highest where none does."""
        return next((one.code for one in self.levels if one.allows >= allows), self.codes[-1])


@dataclass(frozen=True)
class DomainSpec:
    """A heading."""

    key: str
    name: str


@dataclass(frozen=True)
class CompetencySpec:
    """One competency. `fresh_days` and `valid_days` are None for any age, and for good; `first`
    holds keys in the order of the alphabet."""

    key: str
    domain: str
    name: str
    description: str
    guide: str
    is_critical: bool
    target: str
    floor: str
    observations: int
    people: int
    fresh_days: int | None
    last_count: int
    valid_days: int | None
    first: tuple[str, ...]


@dataclass(frozen=True)
class FrameworkSpec:
    """What a version holds; domains and competencies in their order."""

    domains: tuple[DomainSpec, ...]
    competencies: tuple[CompetencySpec, ...]


@dataclass(frozen=True)
class Change:
    """A competency in two versions; `fields` names what differs. `before` is None for a new one,
    `after` for one that is gone."""

    before: CompetencySpec | None
    after: CompetencySpec | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """new, changed or gone"""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        row = self.after or self.before
        assert row is not None
        return row.name


def changes_between(before: FrameworkSpec | None, after: FrameworkSpec) -> tuple[Change, ...]:
    """What differs, in the order of the newer one; what is gone stands at the end.

    Competencies are the same where their keys are the same; another place in the order is no
    change.
    """
    old = {row.key: row for row in before.competencies} if before else {}
    changes = []
    for row in after.competencies:
        known = old.pop(row.key, None)
        if known is None:
            changes.append(Change(None, row))
        elif differing := _differing(known, row):
            changes.append(Change(known, row, differing))
    return (*changes, *(Change(row, None) for row in old.values()))


def _differing(before: CompetencySpec, after: CompetencySpec) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(CompetencySpec)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def framework_table(spec: FrameworkSpec) -> dict[str, Any]:
    """A version as it can be kept in JSON until somebody decides on it."""
    return asdict(spec)


def framework_from_table(table: dict[str, Any]) -> FrameworkSpec:
    """What `framework_table` made."""
    return FrameworkSpec(
        domains=tuple(DomainSpec(**row) for row in table["domains"]),
        competencies=tuple(
            CompetencySpec(**{**row, "first": tuple(row["first"])}) for row in table["competencies"]
        ),
    )


def scale_table(spec: ScaleSpec) -> dict[str, Any]:
    """A scale as it can be kept in JSON."""
    return asdict(spec)


def scale_from_table(table: dict[str, Any]) -> ScaleSpec:
    """What `scale_table` made."""
    levels: Sequence[dict[str, Any]] = table["levels"]
    return ScaleSpec(**{**table, "levels": tuple(LevelSpec(**row) for row in levels)})
