"""The expectation topics: data with a schema, checked when the house starts.

Every problem of the file comes at once, each with its place and what to do.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guildhall.core.errors import InvalidInput
from guildhall.engine.alignment import Topic as Compared

DATA = Path(__file__).parent / "data"
FILE = DATA / "topics.toml"
Table = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """An answer, or a suggestion between answers: where it stands on the scale and in words.

    `days`, `months` and `reviews` are the numbers that it brings into an agreement.
    """

    at: Decimal
    text: str
    key: str = ""
    days: int | None = None
    months: int | None = None
    reviews: str = ""

    def said(self, names: Mapping[str, str]) -> str:
        """In words, with the names of the pair."""
        return filled(self.text, names)


@dataclass(frozen=True)
class Topic:
    """One thing that two people may expect differently; `term` is what it becomes in an agreement,
    which is not written without those that are needed."""

    key: str
    name: str
    question: str
    term: str
    opener: str
    options: tuple[Place, ...]
    middles: tuple[Place, ...]
    note: str = ""
    usual: str = ""
    is_critical: bool = False
    is_needed: bool = False

    def option(self, key: str) -> Place | None:
        """The answer with this key."""
        return next((option for option in self.options if option.key == key), None)

    def middle(self, low: Decimal, high: Decimal) -> Place | None:
        """The suggestion nearest to the midpoint of two answers; None where none lies between."""
        between = [middle for middle in self.middles if low < middle.at < high]
        return min(between, key=lambda one: abs(2 * one.at - low - high), default=None)

    def nearest(self, low: Decimal, high: Decimal) -> Place:
        """What an agreement begins with: a suggestion between the two, else the nearer answer."""
        found = self.middle(low, high)
        return found or min(self.options, key=lambda one: abs(2 * one.at - low - high))


def filled(text: str, names: Mapping[str, str]) -> str:
    """A text of the file with {guide} and {learner} filled in."""
    for side, name in names.items():
        text = text.replace("{" + side + "}", name)
    return text


@cache
def topics() -> tuple[Topic, ...]:
    """All topics in asking order."""
    return read_topics(FILE)


def topic_of(key: str) -> Topic | None:
    """The topic with this key."""
    return next((topic for topic in topics() if topic.key == key), None)


def compared_topics() -> list[Compared]:
    """The topics as the engine compares them."""
    return [Compared(topic.key, topic.is_critical) for topic in topics()]


def read_topics(path: Path) -> tuple[Topic, ...]:
    """A file of topics. Raises InvalidInput with every problem, by its place."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"{path.name}: it cannot be read: {error}") from error
    schema = json.loads((DATA / "topics.schema.json").read_text(encoding="utf-8"))
    problems = {
        f"{path.name}: {error.json_path}": error.message
        for error in Draft202012Validator(schema).iter_errors(table)
    }
    problems = problems or {f"{path.name}: {at}": what for at, what in _contradictions(table)}
    if problems:
        lines = [f"{place}: {what}" for place, what in problems.items()]
        raise InvalidInput("\n".join(lines), problems)
    return tuple(_topic(entry) for entry in table["topics"])


def _contradictions(table: Table) -> Iterable[tuple[str, str]]:
    """What a schema cannot say: keys once, scales that rise from 0 to 1, a way between."""
    entries = table["topics"]
    for name in ("key", "term"):
        values = [entry[name] for entry in entries]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"topics.{value}", f"The {name} “{value}” is used twice; choose another."
    for entry in entries:
        for what in _scale_problems(entry):
            yield f"topics.{entry['key']}", what


def _scale_problems(entry: Table) -> Iterable[str]:
    places = [Decimal(option["at"]) for option in entry["options"]]
    keys = [option["key"] for option in entry["options"]]
    if places != sorted(set(places)) or [places[0], places[-1]] != [Decimal(0), Decimal(1)]:
        yield "The answers must rise from 0 to 1, each higher than the one before."
    if len(set(keys)) < len(keys):
        yield "Two answers have the same key; rename one."
    if entry.get("usual", keys[0]) not in keys:
        yield f"“{entry['usual']}” is no answer; choose one of {', '.join(keys)}."
    far = Decimal("0.25") if entry.get("is_critical") else Decimal("0.5")
    middles = [Decimal(middle["at"]) for middle in entry["middles"]]
    for low in places:
        for high in places:
            if high - low >= far and not any(low < middle < high for middle in middles):
                yield f"Add a suggestion between {low} and {high}."


def _topic(entry: Table) -> Topic:
    rest = {key: value for key, value in entry.items() if key not in ("options", "middles")}
    return Topic(
        **rest,
        options=tuple(_place(option) for option in entry["options"]),
        middles=tuple(_place(middle) for middle in entry["middles"]),
    )


def _place(entry: Table) -> Place:
    return Place(**{**entry, "at": Decimal(entry["at"])})
