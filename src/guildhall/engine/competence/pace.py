"""Whether somebody keeps up with the time that there is: sign-offs counted against days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from .levels import CompetenceError


def expected_by(total: int, start: date, end: date, today: date) -> int:
    """How many of `total` competencies an even pace from the first to the last day asks for today.

    >>> expected_by(40, date(2026, 1, 1), date(2026, 12, 27), date(2026, 6, 30))
    20
    """
    _require(total, start, end)
    gone = Fraction((today - start).days, (end - start).days)
    return floor(total * min(max(gone, Fraction(0)), Fraction(1)))


def behind_on(total: int, done: int, start: date, end: date, *, slack: int) -> date | None:
    """The first day on which an even pace asks for more than `slack` percent of all above what is
    done; None where that never comes.

    >>> behind_on(40, 10, date(2026, 1, 1), date(2026, 12, 27), slack=10)
    datetime.date(2026, 5, 16)
    >>> behind_on(40, 36, date(2026, 1, 1), date(2026, 12, 27), slack=10) is None
    True
    """
    _require(total, start, end)
    if not 0 <= slack <= 100 or done < 0:
        raise CompetenceError("A slack lies between 0 and 100 percent, and nobody is below 0.")
    asked = done + floor(Fraction(total * slack, 100)) + 1
    if asked > total:
        return None
    days = Fraction(asked * (end - start).days, total)
    whole = -(-days.numerator // days.denominator)
    return start + timedelta(days=whole)


def _require(total: int, start: date, end: date) -> None:
    if total < 1:
        raise CompetenceError("A pace needs at least one competency.")
    if end <= start:
        raise CompetenceError("The last day comes after the first.")
