"""Comparing the answers of two sides in exact decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

USUAL_IMPORTANCE = 2
FEWEST_SHARED = 6
MOST_CONVERSATIONS = 3
EASY_FROM = Decimal("0.20")
TALK_FROM = Decimal("0.50")
CRITICAL_FROM = Decimal("0.25")


class AlignmentError(ValueError):
    """Topics or answers that cannot be compared; the message names which and why."""


class Band(StrEnum):
    """How far apart the answers to a topic are."""

    AGREED = "agreed"
    EASY = "easy"
    TALK = "talk"


@dataclass(frozen=True)
class Topic:
    """A topic, by its key. Critical: a difference about it does harm sooner."""

    key: str
    is_critical: bool = False


@dataclass(frozen=True)
class Answer:
    """A place on the topic's scale, from 0 to 1, and how much it matters, from 1 to 3."""

    value: Decimal
    importance: int | None = None


@dataclass(frozen=True)
class Compared:
    """One topic that both sides answered."""

    key: str
    is_critical: bool
    low: Decimal
    high: Decimal
    weight: int
    band: Band

    @property
    def gap(self) -> Decimal:
        """How far apart the farthest two answers are."""
        return self.high - self.low

    @property
    def weighted_gap(self) -> Decimal:
        """The gap times what it matters to whom it matters most."""
        return self.gap * self.weight

    @property
    def is_worth_a_conversation(self) -> bool:
        """Half the scale apart, or a quarter where the topic is critical."""
        return self.gap >= (CRITICAL_FROM if self.is_critical else TALK_FROM)


@dataclass(frozen=True)
class Alignment:
    """`compared`: the shared topics in asking order. `conversations`: at most three of their
    keys, the first to talk about first. `index`: 0 to 100, or None under six shared topics."""

    compared: tuple[Compared, ...]
    conversations: tuple[str, ...]
    index: int | None

    def keys(self, band: Band) -> tuple[str, ...]:
        """The topics of one band, in asking order."""
        return tuple(one.key for one in self.compared if one.band is band)


Sheet = Mapping[str, Answer]


def align(topics: Sequence[Topic], one: Sequence[Sheet], other: Sequence[Sheet]) -> Alignment:
    """Compare the answer sheets of two sides; a pair has one sheet on each, a circle has several.

    `topics` are in asking order. A topic counts where each side answered it at least once; its
    gap is the distance of its farthest two answers, which for a pair is their difference. Raises
    AlignmentError for a topic named twice, an answer to an unknown topic, a value outside 0 to 1
    or an importance outside 1 to 3.

    Source: topics after the published mentoring compacts; gaps, bands and the order of the
    conversations are this house's judgment, with a gap of exactly .20 or .50 in the upper band.

    >>> a = {"reply": Answer(Decimal("0.5")), "agenda": Answer(Decimal("1"))}
    >>> b = {"reply": Answer(Decimal("0.25")), "agenda": Answer(Decimal("1"))}
    >>> found = align([Topic("agenda"), Topic("reply", is_critical=True)], [a], [b])
    >>> found.keys(Band.AGREED), found.conversations, found.index
    (('agenda',), ('reply',), None)
    """
    _refuse_unusable(topics, [*one, *other])
    compared = tuple(
        _compared(topic, [*first, *second])
        for topic in topics
        if (first := _answers(topic, one)) and (second := _answers(topic, other))
    )
    return Alignment(compared, _conversations(compared), _index(compared))


def _refuse_unusable(topics: Sequence[Topic], sheets: Sequence[Sheet]) -> None:
    keys = [topic.key for topic in topics]
    for key in keys:
        if keys.count(key) > 1:
            raise AlignmentError(f"The topic “{key}” is named twice.")
    for sheet in sheets:
        for key, answer in sheet.items():
            if key not in keys:
                raise AlignmentError(f"There is an answer to “{key}”, which is not a topic.")
            if not answer.value.is_finite() or not 0 <= answer.value <= 1:
                raise AlignmentError(f"The answer to “{key}” is {answer.value}, not from 0 to 1.")
            if answer.importance not in (None, 1, 2, 3):
                raise AlignmentError(
                    f"The importance of “{key}” is {answer.importance}, not 1, 2 or 3."
                )


def _answers(topic: Topic, sheets: Sequence[Sheet]) -> list[Answer]:
    return [sheet[topic.key] for sheet in sheets if topic.key in sheet]


def _compared(topic: Topic, answers: Sequence[Answer]) -> Compared:
    low = min(answer.value for answer in answers)
    high = max(answer.value for answer in answers)
    return Compared(
        key=topic.key,
        is_critical=topic.is_critical,
        low=low,
        high=high,
        weight=max(answer.importance or USUAL_IMPORTANCE for answer in answers),
        band=_band(high - low),
    )


def _band(gap: Decimal) -> Band:
    if gap < EASY_FROM:
        return Band.AGREED
    return Band.EASY if gap < TALK_FROM else Band.TALK


def _conversations(compared: Sequence[Compared]) -> tuple[str, ...]:
    """Critical topics first, then the widest weighted gap; ties keep the asking order."""
    worth = [one for one in compared if one.is_worth_a_conversation]
    worth.sort(key=lambda one: (not one.is_critical, -one.weighted_gap))
    return tuple(one.key for one in worth[:MOST_CONVERSATIONS])


def _index(compared: Sequence[Compared]) -> int | None:
    """Rounded once, from an exact fraction; a half goes to the even number."""
    if len(compared) < FEWEST_SHARED:
        return None
    weights = sum(one.weight for one in compared)
    gaps = sum((Fraction(one.weighted_gap) for one in compared), Fraction(0))
    return round(100 * (1 - gaps / weights))
