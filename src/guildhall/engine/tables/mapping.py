"""Guessing which heading means which field."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from .words import NOISE_WORDS, OTHER_WORDS, US_SPELLING
from .writing import REFUSED_HEADINGS

EXACT, WITHOUT_NOISE, CONTAINED, MISSPELT = 1.0, 0.95, 0.8, 0.7
CERTAIN_FROM = WITHOUT_NOISE
LEAST_RATIO = 0.8


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field that a column can fill: its name in code, its label, and other names for it."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """The field that a heading probably means.

    `certainty` runs from 0 to 1; a guess that `is_certain` met a known name, any other is a
    resemblance that a person should confirm.
    """

    field: str
    certainty: float

    @property
    def is_certain(self) -> bool:
        return self.certainty >= CERTAIN_FROM


def guess_mapping(headings: Iterable[str], fields: Sequence[FieldSpec]) -> dict[str, Guess]:
    """The field that each heading probably means; headings without a guess are left out.

    Names are compared without case, accents, punctuation and British spelling; then without
    filler words and what is in parentheses; then as part of a question ("How many mentees can
    you take?"); then allowing for a slip of the keyboard. One heading goes to one field and one
    field to one heading, best resemblance first, then in the order of the headings.

    >>> guess_mapping(["E-Mail", "Shoe size"], standard_fields())
    {'E-Mail': Guess(field='email', certainty=1.0)}
    """
    names = {field.name: _known_names(field) for field in fields}
    found = [
        (-certainty, place, order, heading, field.name)
        for place, heading in enumerate(headings)
        if heading not in REFUSED_HEADINGS
        for order, field in enumerate(fields)
        if (certainty := _certainty(heading, names[field.name]))
    ]
    guesses: dict[str, tuple[int, Guess]] = {}
    taken: set[str] = set()
    for negative, place, _, heading, name in sorted(found):
        if heading not in guesses and name not in taken:
            guesses[heading] = (place, Guess(name, -negative))
            taken.add(name)
    return {h: guess for h, (_, guess) in sorted(guesses.items(), key=lambda item: item[1][0])}


@cache
def standard_fields() -> tuple[FieldSpec, ...]:
    """The usual fields of spreadsheets about people and pairs, from `fields.toml`."""
    content = tomllib.loads(files(__package__).joinpath("fields.toml").read_text("utf-8"))
    return tuple(
        FieldSpec(name, entry["label"], tuple(entry["aliases"])) for name, entry in content.items()
    )


def normalized(text: str) -> str:
    """A heading in lower case, without accents and punctuation, in US spelling.

    >>> normalized("E-Mail  (Organisation)")
    'email organization'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("_", " ")
    plain = re.sub(r"['’]s\b|['’]", "", plain)
    words = re.sub(r"[^\w]+", " ", plain).strip()
    words = re.sub(r"\be mail\b", "email", words)
    words = re.sub(r"\btime ?zone\b", "time zone", words)
    return " ".join(US_SPELLING.get(word, word) for word in words.split())


def _known_names(field: FieldSpec) -> frozenset[str]:
    names = (field.name, field.label, *field.aliases)
    return frozenset(normalized(name) for name in names) - {""}


def _without_noise(words: str) -> str:
    return " ".join(word for word in words.split() if word not in NOISE_WORDS)


def _certainty(heading: str, names: frozenset[str]) -> float:
    whole = normalized(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))
    if not whole:
        return 0.0
    if (
        whole in names
        or normalized(heading) in names
        or whole.replace(" ", "") in {name.replace(" ", "") for name in names}
    ):
        return EXACT
    bare = _without_noise(normalized(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading)))
    if bare and bare in {_without_noise(name) for name in names}:
        return WITHOUT_NOISE
    return max((_resemblance(whole, bare, name) for name in names), default=0.0)


def _resemblance(whole: str, bare: str, name: str) -> float:
    words, named = whole.split(), name.split()
    others = OTHER_WORDS.intersection(words) - set(named)
    if others:
        return 0.0
    if len(named) > 1 and f" {name} " in f" {whole} ":
        return CONTAINED * (0.8 + 0.2 * len(named) / len(words))
    heard = bare.split()
    if len(heard) != len(named) or sum(map(len, named)) < 4:
        return 0.0
    ratio = min(SequenceMatcher(None, a, b).ratio() for a, b in zip(heard, named, strict=True))
    return MISSPELT * ratio if ratio >= LEAST_RATIO else 0.0
