"""What goes into `match` and what comes out: people, words, contributions, pairs.

Points are `Decimal` with two places at most, so that contributions add up exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Objective = Literal["fair", "best", "stable"]
Reader = Literal["everyone", "pair", "coordinator", "nobody"]
Side = Literal["guide", "learner"]
Value = str | int | float | tuple[str, ...] | tuple[int, ...] | frozenset[int] | Mapping[str, int]

OBJECTIVES: tuple[Objective, ...] = ("fair", "best", "stable")
READERS: tuple[Reader, ...] = ("everyone", "pair", "coordinator", "nobody")


class MatchError(ValueError):
    """The people, pins or forbidden pairs contradict each other; `problems` says how."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Person:
    """A guide or a learner. `values` maps field names of the criteria to values.

    text: str; number: int or float; ordinal: str, one of the field's order;
    list, ids and ranked: tuple of str (ranked: best first); skills: mapping of skill to level;
    hours: frozenset of weekly half-hour slots in UTC, 0 (Monday 00:00) to 335.
    None, "" and empty collections count as missing.

    `capacity` counts places of a guide in this round, `need` the guides a learner wants.
    `same_as` is a key of the human being: a guide and a learner with one key never pair up.
    """

    id: str
    name: str
    values: Mapping[str, Value | None] = field(default_factory=dict)
    capacity: int = 1
    need: int = 1
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence that can be translated: a %-style msgid and its parameters.

    With `plural` and `count` it is an ngettext pair. A parameter may be Words or a list of
    Words (joined with "; "). `text()` is the US English sentence.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def text(self) -> str:
        """The sentence in US English."""
        use_plural = self.plural is not None and self.count != 1
        template = self.plural if use_plural and self.plural is not None else self.template
        return template % {name: _told(value) for name, value in self.params.items()}

    def __str__(self) -> str:
        return self.text()


def _told(value: object) -> object:
    if isinstance(value, Words):
        return value.text()
    if isinstance(value, list):
        return "; ".join(str(_told(one)) for one in value)
    return value


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one preference adds to a pair's score, with the reason and who may read it."""

    preference_id: str
    label: str
    points: Decimal
    of: Decimal
    reason: Words
    readable_by: Reader


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """A rule that a pair does not meet. `rule_id` is the reason code."""

    rule_id: str
    label: str
    reason: Words
    readable_by: Reader


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """One pair of the result. Contributions add up to the score."""

    learner_id: str
    guide_id: str
    score: Decimal
    maximum: Decimal
    contributions: tuple[Contribution, ...]
    pinned: bool = False
    breaks_rule: bool = False
    broken_rules: tuple[RuleFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many of the guides one rule keeps from a learner."""

    rule_id: str
    label: str
    guides: int
    of: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A learner who has fewer guides than wanted.

    Codes: no_guides, no_eligible_guide, only_paused, below_minimum, list_too_short,
    no_capacity, waits. `missing` counts the guides still wanted.
    The reason may name other people: it is for the coordinator.
    """

    learner_id: str
    code: str
    reason: Words
    missing: int
    rule_counts: tuple[RuleCount, ...] = ()
    readable_by: Reader = "coordinator"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Any pair, also one that was not made: rules, points, rank on both sides.

    `learner_rank` 2 of `learner_choices` 14: the guide is the learner's second best of the
    14 guides whom the rules allow. None when the rules do not allow the pair.
    """

    learner_id: str
    guide_id: str
    is_pair: bool
    is_eligible: bool
    failures: tuple[RuleFailure, ...]
    score: Decimal
    maximum: Decimal
    contributions: tuple[Contribution, ...]
    learner_rank: int | None
    learner_choices: int
    guide_rank: int | None
    guide_choices: int


@dataclass(frozen=True, slots=True)
class Change:
    """A learner whose guides differ between two solutions; `points` is after minus before."""

    learner_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What forcing one pair would cost: a real second solution, compared with the first.

    `total_cost` and `matched_cost` are before minus after; negative means a gain.
    `displaced` names the learners who would lose points or a guide.
    """

    learner_id: str
    guide_id: str
    is_possible: bool
    failures: tuple[RuleFailure, ...]
    total_cost: Decimal
    matched_cost: int
    worst_before: Decimal | None
    worst_after: Decimal | None
    changes: tuple[Change, ...]
    displaced: tuple[str, ...]
    summary: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class MinimumCost:
    """What a minimum score costs: learners matched with it and without it."""

    minimum: Decimal
    matched_with: int
    matched_without: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a solution, in points. None where there is no pair.

    `gap` 0 proves the total (see the certificate); `blocking_pairs` counts pairs of people who
    would both rather have each other. `gini` is 0 when all pairs fit equally well.
    """

    learners: int
    guides: int
    places: int
    pairs: int
    matched: int
    total: Decimal
    bound: Decimal
    gap: Decimal
    worst: Decimal | None
    fifth_percentile: Decimal | None
    median: Decimal | None
    gini: float | None
    learner_mean_rank: float | None
    guide_mean_rank: float | None
    blocking_pairs: int
