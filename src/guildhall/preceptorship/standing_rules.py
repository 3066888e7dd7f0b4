"""What a standing asks; the numbers and their sources are in data/standing.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guildhall.programs.models import Program
from guildhall.programs.states import Kind

FILE = Path(__file__).parent / "data" / "standing.toml"


@dataclass(frozen=True)
class StandingRules:
    """The numbers, with their units. `sources` by the name of their table."""

    rubrics: tuple[str, ...]
    course_minutes: int
    course_prerequisites: frozenset[str]
    update_minutes: int
    months: int
    warn_days: tuple[int, ...]
    preceptees: int
    provisional: int
    sources: dict[str, str]

    @property
    def lapsing_days(self) -> int:
        """How long before its end a certificate begins to lapse."""
        return self.warn_days[0]


@cache
def standing_rules() -> StandingRules:
    """As the file says."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return StandingRules(
        rubrics=tuple(data["rubrics"]),
        course_minutes=data["course"]["hours"] * 60,
        course_prerequisites=frozenset(data["course"]["prerequisites"]),
        update_minutes=data["update"]["hours_a_year"] * 60,
        months=data["certificate"]["months"],
        warn_days=tuple(sorted(data["certificate"]["warn_days"], reverse=True)),
        preceptees=data["load"]["preceptees"],
        provisional=data["load"]["provisional"],
        sources={name: table["source"] for name, table in data.items() if isinstance(table, dict)},
    )


def asks_for_standing(program: Program | None) -> bool:
    """Whether guides of this program are preceptors with a standing: a preceptorship that screens
    them by one of the rubrics for it."""
    if program is None or program.kind != Kind.PRECEPTORSHIP:
        return False
    guide = (program.plan.get("screening") or {}).get("guide") or {}
    return guide.get("rubric") in standing_rules().rubrics
