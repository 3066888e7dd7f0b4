"""Which weeks the matrix of a passport shows: six at most, evenly spaced, the last one is now."""

from dataclasses import dataclass
from datetime import date, timedelta

MOST_COLUMNS = 6
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A column: week 1 begins on the day of the passport; `until` is its last day."""

    number: int
    until: date


def week_of(began: date, day: date) -> int:
    """The week of a day, 1 for the first."""
    return max(0, (day - began).days) // 7 + 1


def weeks_shown(began: date, today: date) -> tuple[Week, ...]:
    """The columns, oldest first.

    >>> [week.number for week in weeks_shown(date(2026, 6, 15), date(2026, 11, 15))]
    [2, 6, 10, 14, 18, 22]
    """
    now = week_of(began, today)
    step = max(1, round(now / MOST_COLUMNS))
    numbers = [now - step * back for back in range(MOST_COLUMNS)]
    return tuple(Week(n, began + WEEK * n - timedelta(days=1)) for n in sorted(numbers) if n > 0)
