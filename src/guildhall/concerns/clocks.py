"""How long things may take around a concern; the numbers are in data/clocks.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of

FILE = Path(__file__).parent / "data" / "clocks.toml"


@dataclass(frozen=True)
class Clocks:
    """The numbers, with their units."""

    share: timedelta
    plan: timedelta
    review: timedelta
    missed_reviews: int
    notice_days: int
    lead_after: timedelta
    remind: timedelta


@cache
def _of_the_house() -> dict[str, int]:
    numbers: dict[str, int] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return numbers


def clocks_of(row: Relationship) -> Clocks:
    """The house's clocks, with those in which the pair's program is stricter."""
    own: dict[str, Any] = plan_of(row).get("concerns", {})
    n = {**_of_the_house(), **own}
    return Clocks(
        share=timedelta(hours=n["share_hours"]),
        plan=timedelta(days=n["plan_days"]),
        review=timedelta(days=n["review_days"]),
        missed_reviews=n["missed_reviews"],
        notice_days=n["notice_days"],
        lead_after=timedelta(hours=n["lead_after_hours"]),
        remind=timedelta(days=n["remind_days"]),
    )
