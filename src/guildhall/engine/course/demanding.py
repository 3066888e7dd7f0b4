"""Which meetings a standard demands between two days. All figures are days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

INITIAL, INTERIM, REVIEW, FINAL = "initial", "interim", "review", "final"


@dataclass(frozen=True, slots=True)
class Demanded:
    """What a standard demands. `first_days`: the first meeting within so many days. `most_gap`: no
    longer than so many days from one to the next; None where it does not say."""

    first_days: int
    has_interim: bool = True
    most_gap: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One demanded meeting: on or before which day, and of which kind."""

    by: date
    kind: str


def demands(
    asked: Demanded, *, start: date, end: date, held: Iterable[tuple[str, date]] = ()
) -> tuple[Demand, ...]:
    """What is still demanded, soonest first, beside what was `held` (kind, day).

    The first by `first_days`, the interim in the middle, the final on the last day; where a gap is
    set, reviews in between, evenly, so that no gap is longer. What lies before the last held day is
    not demanded any more, apart from what a standard names by its kind.

    Example: a year with a gap of 62 days demands a first, an interim, four reviews and a final.
    """
    done = sorted(held, key=lambda one: one[1])
    kinds = {kind for kind, _day in done}
    named = [
        Demand(max(start, day), kind)
        for kind, day in _named(asked, start, end)
        if kind not in kinds
    ]
    if not asked.most_gap:
        return tuple(sorted(named))
    since = max([start, *(day for _kind, day in done)])
    fixed = sorted({since, *(one.by for one in named if one.by > since)})
    reviews = [
        Demand(day, REVIEW)
        for before, after in pairwise(fixed)
        for day in _between(before, after, asked.most_gap)
    ]
    return tuple(sorted([*named, *reviews]))


def _named(asked: Demanded, start: date, end: date) -> list[tuple[str, date]]:
    first = min(start + timedelta(days=asked.first_days), end)
    found = [(INITIAL, first), (FINAL, end)]
    middle = start + (end - start) // 2
    if asked.has_interim and first < middle < end:
        found.append((INTERIM, middle))
    return found


def _between(before: date, after: date, most: int) -> list[date]:
    """Days that cut a stretch into even pieces of at most `most`."""
    length = (after - before).days
    pieces = -(-length // most)
    return [before + timedelta(days=length * n // pieces) for n in range(1, pieces)]


def last_day_for(*, start: date, last: date, share: int, longest: date | None) -> date:
    """The planned last day of somebody who works `share` percent of full time: as much later as
    they work less, and never beyond `longest`. Example: 182 days at 50 % take 364."""
    days = (last - start).days + 1
    stretched = start + timedelta(days=-(-days * 100 // share) - 1)
    return min(stretched, longest) if longest is not None and longest > last else stretched


def longest_day(*, start: date, most_days: int | None, paused_days: int = 0) -> date | None:
    """The last day to which it may be extended; days of rest do not count."""
    if most_days is None:
        return None
    return start + timedelta(days=most_days + paused_days - 1)
