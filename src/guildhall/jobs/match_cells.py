"""Cells as values of criteria: numbers, lists, skills with levels, weekly hours."""

import re
from collections.abc import Callable, Mapping

from guildhall.engine.matching import Value
from guildhall.engine.tables import CellError, parse_list, parse_skills, parse_text, quoted

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SLOTS_A_DAY = 48
# What a skill counts for when the cell gives no level.
PLAIN_LEVEL = 3
SPAN = re.compile(
    r"(?P<day>[a-z]{3})[a-z]*\.?\s+(?P<from>\d{1,2}(?::\d{2})?)\s*[-–]\s*(?P<to>\d{1,2}(?::\d{2})?)",
    re.I,
)


def _number(cell: str) -> float:
    plain = cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell
    try:
        return float(plain)
    except ValueError:
        raise CellError("not_a_number", f"{quoted(cell)} is not a number. Type 3 or 3.5.") from None


def _skills(cell: str) -> dict[str, int]:
    return {skill.name: skill.level or PLAIN_LEVEL for skill in parse_skills(cell)}


def _hours(cell: str) -> frozenset[int]:
    """Weekly half-hour slots in UTC from spans such as "Tue 16-18; Thu 9:00-11:30"."""
    slots: set[int] = set()
    for part in parse_list(cell):
        span = SPAN.fullmatch(part)
        first, last = (_slot(span[1 + at]) for at in (1, 2)) if span else (None, None)
        if span is None or span["day"].lower() not in DAYS or first is None or last is None:
            raise CellError("not_hours", f"{quoted(part)} is not a time. Type Tue 16:00-18:00.")
        if last <= first:
            raise CellError("not_hours", f"{quoted(part)} ends before it begins.")
        day = DAYS.index(span["day"].lower()) * SLOTS_A_DAY
        slots.update(range(day + first, day + last))
    return frozenset(slots)


def _slot(clock: str) -> int | None:
    hours, _, minutes = clock.partition(":")
    slot = int(hours) * 2 + int(minutes or 0) // 30
    return slot if slot <= SLOTS_A_DAY and (minutes or "00") in ("00", "30") else None


PARSERS: Mapping[str, Callable[[str], Value]] = {
    "text": parse_text,
    "ordinal": parse_text,
    "number": _number,
    "list": parse_list,
    "ids": parse_list,
    "ranked": parse_list,
    "skills": _skills,
    "hours": _hours,
}
