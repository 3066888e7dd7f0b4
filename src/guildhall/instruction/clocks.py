"""How long things take in instruction; the numbers are in data/clocks.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "clocks.toml"


@dataclass(frozen=True)
class Clocks:
    """The numbers, with their units."""

    ask: timedelta
    reveal: timedelta
    back: timedelta
    ahead: timedelta
    cover: timedelta
    most_learners: int
    most_asked: int


@cache
def clocks() -> Clocks:
    """The house's numbers."""
    n: dict[str, int] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Clocks(
        ask=timedelta(minutes=n["ask_minutes"]),
        reveal=timedelta(hours=n["reveal_hours"]),
        back=timedelta(days=n["back_days"]),
        ahead=timedelta(hours=n["ahead_hours"]),
        cover=timedelta(hours=n["cover_hours"]),
        most_learners=n["most_learners"],
        most_asked=n["most_asked"],
    )
