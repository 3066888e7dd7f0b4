"""What a sign-off asks for where nothing is said: `data/asks.toml`, with its sources."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Asks:
    """Numbers as a competency has them."""

    observations: int
    people: int
    fresh_days: int
    last_count: int
    valid_days: int


@cache
def usual_asks(*, is_critical: bool) -> Asks:
    """The usual numbers for what is critical, and for what is not."""
    text = files("guildhall.competencies").joinpath("data", "asks.toml").read_text("utf-8")
    return Asks(**tomllib.loads(text)["critical" if is_critical else "other"])
