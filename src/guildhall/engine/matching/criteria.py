"""Criteria: fields, pair rules and preferences, as frozen data.

`load_criteria` is the only way in: it checks a mapping against `criteria.schema.json` and then
what a schema cannot say (names that must exist, kinds that fit together).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from guildhall.engine.matching.types import READERS, Reader, Side

FieldKind = Literal["text", "list", "number", "ordinal", "skills", "hours", "ranked", "ids"]
Constant = str | int | float | bool
Meaning = Literal["language", "time_zone"]
LATER_WISHES = (Decimal(1), Decimal("0.6"), Decimal("0.3"), Decimal("0.2"), Decimal("0.1"))


class CriteriaError(ValueError):
    """Criteria that cannot be used; `problems` names each key path in plain words."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Nouns:
    """The program's own words for the two sides."""

    guide: str = "guide"
    guides: str = "guides"
    learner: str = "learner"
    learners: str = "learners"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts, one and many: year, years."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a scale, and what they mean in words where that is known."""

    minimum: float = 1
    maximum: float = 5
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known about people. `guide` and `learner` are spreadsheet headings.

    `labels` (values as they are compared, to words), `unit`, `scale` and `meaning` decide how
    reasons read; none of them changes a point.
    """

    name: str
    label: str
    kind: FieldKind
    order: tuple[str, ...] = ()
    readable_by: Reader = "pair"
    labels: Mapping[str, str] = field(default_factory=dict)
    unit: Unit | None = None
    scale: Scale | None = None
    meaning: Meaning | None = None
    guide: str | None = None
    learner: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether one side's value is one of some constants (case does not matter)."""

    side: Side
    field: str
    values: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold for a pair. See docs/reference/match-rules.md for each kind."""

    id: str
    label: str
    kind: str
    guide_field: str | None = None
    learner_field: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    list_side: Side = "guide"
    condition: Condition | None = None
    allows_missing: bool = False


@dataclass(frozen=True, slots=True)
class Preference:
    """What is wished of a pair, worth `weight` points at best."""

    id: str
    label: str
    kind: str
    weight: Decimal
    guide_field: str | None = None
    learner_field: str | None = None
    points: Mapping[int, Decimal] = field(default_factory=dict)
    preferred: float | None = None
    tolerance: float = 0
    span: float = 1
    target: float | None = None
    list_side: Side = "guide"
    side: Side = "learner"
    condition: Condition | None = None
    text: str | None = None

    @property
    def hundredths(self) -> int:
        """The weight in hundredths of a point."""
        return int(self.weight * 100)


@dataclass(frozen=True, slots=True)
class SheetHeadings:
    """Which columns of a spreadsheet hold id, name, places and need."""

    id: tuple[str, ...]
    name: tuple[str, ...] = ()
    same_as: str | None = None
    capacity: str | None = None
    need: str | None = None
    default_capacity: int = 1
    default_need: int = 1


@dataclass(frozen=True, slots=True)
class Criteria:
    """Everything that decides about pairs. Switched-off rules and preferences are left out."""

    fields: Mapping[str, Field]
    rules: tuple[Rule, ...] = ()
    preferences: tuple[Preference, ...] = ()
    nouns: Nouns = field(default_factory=Nouns)
    guides: SheetHeadings | None = None
    learners: SheetHeadings | None = None

    @property
    def maximum(self) -> Decimal:
        """The most points that a pair can have."""
        return sum((preference.weight for preference in self.preferences), Decimal(0))

    def reader_of(self, item: Rule | Preference) -> Reader:
        """Who may read a reason of this rule or preference: the narrowest of its fields.

        Whom somebody wishes for is never read by the other, whatever its field says.
        """
        names = [item.guide_field, item.learner_field]
        if item.condition is not None:
            names.append(item.condition.field)
        fields = [self.fields[name] for name in names if name is not None]
        readers: list[Reader] = [field.readable_by for field in fields]
        if item.kind == "ranked" or any(field.kind == "ranked" for field in fields):
            readers.append("coordinator")
        return max(readers, key=READERS.index, default="everyone")
