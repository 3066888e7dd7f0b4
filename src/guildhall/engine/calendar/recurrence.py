"""Repeating events: which days of a stretch a rule of RFC 5545 falls on.

A day is asked whether it belongs to the rule, instead of the rule being followed from its start.
So twenty years of a daily event cost nothing, and a rule that never comes true (the 30th of
February) ends at once, where followers of rules search until the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from typing import Any

from .slots import CalendarError

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MAX_TIMES_A_DAY = 48
MAX_STEPS = 2_000_000
ONE_DAY = timedelta(days=1)


@dataclass
class Steps:
    """How many days may still be asked, over all rules of one calendar."""

    left: int = MAX_STEPS

    def take(self, days: int) -> None:
        """Refuses a calendar whose rules were written to keep a reader busy."""
        self.left -= days
        if self.left < 0:
            raise TooMuch("The calendar repeats too many events over too many years.")


class TooMuch(CalendarError):
    """More than can be meant seriously; the whole calendar is refused."""


@dataclass(frozen=True)
class Rule:
    """One RRULE beside the local moment at which its series begins."""

    begins: datetime
    frequency: str
    interval: int
    count: int | None
    until: datetime | date | None
    week_start: int
    months: frozenset[int]
    month_days: frozenset[int]
    year_days: frozenset[int]
    weeks: frozenset[int]
    # (ordinal, weekday); ordinal 0 is every one of the period.
    weekdays: frozenset[tuple[int, int]]
    positions: frozenset[int]
    times: tuple[time, ...]
    steps: Steps

    def starts(self, first: date, last: date) -> Iterator[datetime]:
        """The local moments of the rule from the day `first` to the day `last`, in order."""
        begin = self.begins.date()
        day = begin if self.count is not None else max(first, begin)
        counted = 0
        while day <= last:
            self.steps.take(1)
            for moment in self._on(day):
                if moment < self.begins:
                    continue
                counted += 1
                if self._is_over(moment, counted):
                    return
                if day >= first:
                    yield moment
            day += ONE_DAY

    def _is_over(self, moment: datetime, counted: int) -> bool:
        if self.count is not None and counted > self.count:
            return True
        if self.until is None:
            return False
        if not isinstance(self.until, datetime):
            return moment.date() > self.until
        if self.until.tzinfo is None:
            return moment.replace(tzinfo=None) > self.until
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC) > self.until.astimezone(UTC)

    def _on(self, day: date) -> list[datetime]:
        if not self._is_in_step(day) or not self._matches(day):
            return []
        moments = [datetime.combine(day, at, self.begins.tzinfo) for at in self.times]
        if self.positions:
            chosen = self._chosen(self._period(day))
            return [moment for moment in moments if moment in chosen]
        return moments

    def _is_in_step(self, day: date) -> bool:
        begin = self.begins.date()
        if self.frequency == "DAILY":
            return (day - begin).days % self.interval == 0
        if self.frequency == "WEEKLY":
            weeks = (self._week_begin(day) - self._week_begin(begin)).days // 7
            return weeks % self.interval == 0
        years = day.year - begin.year
        if self.frequency == "MONTHLY":
            return (years * 12 + day.month - begin.month) % self.interval == 0
        return years % self.interval == 0

    def _matches(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.weeks and not self._is_in_weeks(day):
            return False
        length, at = _length_of_year(day.year), day.timetuple().tm_yday
        if self.year_days and not {at, at - length - 1} & self.year_days:
            return False
        if self.month_days:
            from_end = day.day - _length_of_month(day) - 1
            if not {day.day, from_end} & self.month_days:
                return False
        return not self.weekdays or self._is_on_weekdays(day)

    def _is_on_weekdays(self, day: date) -> bool:
        weekday = day.weekday()
        ordinals = {ordinal for ordinal, each in self.weekdays if each == weekday}
        if not ordinals or 0 in ordinals or self.frequency in ("DAILY", "WEEKLY"):
            return bool(ordinals)
        if self.frequency == "MONTHLY" or self.months:
            place, length = day.day, _length_of_month(day)
        else:
            place, length = day.timetuple().tm_yday, _length_of_year(day.year)
        return bool({(place - 1) // 7 + 1, -((length - place) // 7 + 1)} & ordinals)

    def _is_in_weeks(self, day: date) -> bool:
        year, week = self._week_number(day)
        # The 28th of December always lies in the last week of its year.
        last = self._week_number(date(year, 12, 28))[1]
        return bool({week, week - last - 1} & self.weeks)

    def _week_number(self, day: date) -> tuple[int, int]:
        # The week belongs to the year that has most of its days: the year of its fourth day.
        fourth = self._week_begin(day) + 3 * ONE_DAY
        return fourth.year, (fourth.timetuple().tm_yday - 1) // 7 + 1

    def _week_begin(self, day: date) -> date:
        return day - ((day.weekday() - self.week_start) % 7) * ONE_DAY

    def _period(self, day: date) -> tuple[date, int]:
        """The first day and the length of the period in which positions are counted."""
        if self.frequency == "DAILY":
            return day, 1
        if self.frequency == "WEEKLY":
            return self._week_begin(day), 7
        if self.frequency == "MONTHLY":
            return day.replace(day=1), _length_of_month(day)
        return date(day.year, 1, 1), _length_of_year(day.year)

    def _chosen(self, period: tuple[date, int]) -> set[datetime]:
        if period not in self._chosen_before:
            begin, length = period
            self.steps.take(length)
            days = [begin + n * ONE_DAY for n in range(length)]
            every = [
                datetime.combine(day, at, self.begins.tzinfo)
                for day, at in product(filter(self._matches, days), self.times)
            ]
            places = [place - 1 if place > 0 else len(every) + place for place in self.positions]
            chosen = {every[place] for place in places if 0 <= place < len(every)}
            self._chosen_before[period] = chosen
        return self._chosen_before[period]

    @cached_property
    def _chosen_before(self) -> dict[tuple[date, int], set[datetime]]:
        return {}


def read_rule(
    parts: Mapping[str, Sequence[Any]], begins: datetime, steps: Steps | None = None
) -> Rule:
    """The rule from its parts as `icalendar` gives them, e.g. {"FREQ": ["WEEKLY"], …}.

    Raises `CalendarError`, without a subject, for what is not followed here: repeating within a
    day, or a rule that contradicts itself.
    """
    frequency = str(_only(parts, "FREQ") or "").upper()
    if frequency not in FREQUENCIES:
        raise CalendarError("repeats more often than every day")
    interval = int(_only(parts, "INTERVAL") or 1)
    if interval < 1:
        raise CalendarError("repeats in steps of nothing")
    count = _only(parts, "COUNT")
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    weekdays = frozenset(_weekday(text) for text in parts.get("BYDAY", ()))
    other = (*parts.get("BYYEARDAY", ()), *parts.get("BYWEEKNO", ()))
    if not (days or weekdays or other):
        # What the rule leaves open is taken from its start (RFC 5545 §3.3.10).
        if frequency == "YEARLY" and not months:
            months = frozenset({begins.month})
        if frequency in ("YEARLY", "MONTHLY"):
            days = frozenset({begins.day})
        if frequency == "WEEKLY":
            weekdays = frozenset({(0, begins.weekday())})
    return Rule(
        begins=begins,
        frequency=frequency,
        interval=interval,
        count=None if count is None else int(count),
        until=_only(parts, "UNTIL"),
        week_start=WEEKDAYS.index(str(_only(parts, "WKST") or "MO").upper()),
        months=months,
        month_days=days,
        year_days=_numbers(parts, "BYYEARDAY"),
        weeks=_numbers(parts, "BYWEEKNO"),
        weekdays=weekdays,
        positions=_numbers(parts, "BYSETPOS"),
        times=_times(parts, begins),
        steps=steps or Steps(),
    )


def _times(parts: Mapping[str, Sequence[Any]], begins: datetime) -> tuple[time, ...]:
    hours = _numbers(parts, "BYHOUR") or {begins.hour}
    minutes = _numbers(parts, "BYMINUTE") or {begins.minute}
    seconds = _numbers(parts, "BYSECOND") or {begins.second}
    if len(hours) * len(minutes) * len(seconds) > MAX_TIMES_A_DAY:
        raise CalendarError(f"repeats more than {MAX_TIMES_A_DAY} times a day")
    # a second of 60 is a leap second, which no clock of ours shows
    return tuple(sorted(time(h, m, min(s, 59)) for h, m, s in product(hours, minutes, seconds)))


def _only(parts: Mapping[str, Sequence[Any]], name: str) -> Any:
    values = parts.get(name) or [None]
    return values[0]


def _numbers(parts: Mapping[str, Sequence[Any]], name: str) -> frozenset[int]:
    return frozenset(int(value) for value in parts.get(name, ()))


def _weekday(text: object) -> tuple[int, int]:
    """(ordinal, weekday) of “MO”, “+2TU” or “-1FR”."""
    written = str(text).upper()
    if written[-2:] not in WEEKDAYS:
        raise CalendarError(f"repeats on a weekday “{text}” that there is not")
    return int(written[:-2] or 0), WEEKDAYS.index(written[-2:])


def _length_of_year(year: int) -> int:
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def _length_of_month(day: date) -> int:
    if day.month == 12:
        return 31
    return (date(day.year, day.month + 1, 1) - ONE_DAY).day
