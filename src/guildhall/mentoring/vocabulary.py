"""Words of our own, as data: challenges that stories speak to, the areas of a
life, and questions beyond skills."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Word:
    """A key that stays, and how it reads."""

    key: str
    name: str
    text: str = ""


@cache
def challenge_words() -> tuple[Word, ...]:
    """The challenges, in the order of the file."""
    return _read("challenges.toml", "challenge")


@cache
def wheel_areas() -> tuple[Word, ...]:
    """The eight areas, in the order of the file."""
    return _read("wheel.toml", "area")


@cache
def prompts() -> tuple[Word, ...]:
    """Questions on direction, leading and networks, in the order of the file."""
    return _read("prompts.toml", "prompt")


def prompt_of_week(number: int, *, on: date) -> Word:
    """Another one each week, and not the same for every pair."""
    found = prompts()
    return found[(on.toordinal() // 7 + number) % len(found)]


def challenge_names(keys: str) -> list[str]:
    """The names behind “,overload,doubt,”; a key that is gone is left out."""
    wanted = set(keys.split(","))
    return [word.name for word in challenge_words() if word.key in wanted]


def _read(file: str, table: str) -> tuple[Word, ...]:
    rows = tomllib.loads((DATA / file).read_text())[table]
    return tuple(Word(**row) for row in rows)
