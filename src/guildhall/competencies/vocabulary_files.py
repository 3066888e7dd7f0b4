"""The vocabulary as it is written down: `data/skills.toml`, `data/interests.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from guildhall.competencies.folding import folded
from guildhall.core.errors import InvalidInput

KEYS = frozenset({"key", "name", "area", "aliases"})


@dataclass(frozen=True)
class Term:
    """One entry: its key for good, its name for people, and other spellings of it."""

    key: str
    name: str
    area: str
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every folded spelling that leads here, the name first, none twice."""
        return tuple(dict.fromkeys(folded(text) for text in (self.name, *self.aliases)))


def skills_in_file() -> tuple[Term, ...]:
    """The skills that come with the product."""
    return read_terms(_text("skills.toml"), list_name="skills", file="skills.toml")


def interests_in_file() -> tuple[Term, ...]:
    """The interests that come with the product."""
    return read_terms(_text("interests.toml"), list_name="interests", file="interests.toml")


def read_terms(text: str, *, list_name: str, file: str) -> tuple[Term, ...]:
    """The terms of a vocabulary file. Refuses an unknown entry and a spelling used twice."""
    terms = tuple(_term(entry, file) for entry in tomllib.loads(text)[list_name])
    owner: dict[str, str] = {}
    for term in terms:
        for spelling in term.spellings:
            other = owner.setdefault(spelling, term.key)
            if other != term.key:
                raise InvalidInput(
                    f"{file}: “{spelling}” leads to {other} and to {term.key}. Keep it at one."
                )
    if len({term.key for term in terms}) != len(terms):
        raise InvalidInput(f"{file}: a key stands there twice. Give each entry its own.")
    return terms


def _term(entry: dict[str, object], file: str) -> Term:
    unknown = set(entry) - KEYS
    if unknown or "key" not in entry or "name" not in entry:
        raise InvalidInput(
            f"{file}: {entry.get('key') or entry} has to have key and name, and may have area and"
            " aliases."
        )
    aliases = entry.get("aliases", [])
    assert isinstance(aliases, list)
    return Term(
        str(entry["key"]), str(entry["name"]), str(entry.get("area", "")), tuple(map(str, aliases))
    )


def _text(name: str) -> str:
    return files("guildhall.competencies").joinpath("data", name).read_text("utf-8")
