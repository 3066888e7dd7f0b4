"""Rhythms: “every third Thursday at 10:00”, as the clock on one person's wall shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .recurrence import WEEKDAYS, read_rule
from .slots import MINUTES_PER_DAY, CalendarError

MAX_YEARS = 5


@dataclass(frozen=True)
class Rhythm:
    """Every `weeks` weeks from the week of `begins` on, or by `ordinal` once in `months` months.

    `weekday` 0 is Monday; `ordinal` 1 to 4 is the first to fourth such day of a month, -1 the last,
    0 none; `minute` counts from midnight in `zone` (an IANA name).
    """

    begins: date
    weekday: int
    minute: int
    zone: str
    weeks: int = 0
    ordinal: int = 0
    months: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or not 0 <= self.minute < MINUTES_PER_DAY:
            raise CalendarError("A rhythm needs a day of the week and a time of day.")
        if self.ordinal not in (-1, 0, 1, 2, 3, 4) or bool(self.ordinal) == bool(self.weeks):
            raise CalendarError("A rhythm is every so many weeks, or a certain weekday of a month.")
        if self.weeks < 0 or not 1 <= self.months <= 24:
            raise CalendarError("A rhythm comes back after one or more weeks or months.")

    @property
    def rule(self) -> dict[str, list[object]]:
        """The rule of RFC 5545, for an invitation that repeats."""
        day = WEEKDAYS[self.weekday]
        if self.weeks:
            return {"FREQ": ["WEEKLY"], "INTERVAL": [self.weeks], "BYDAY": [day]}
        return {"FREQ": ["MONTHLY"], "INTERVAL": [self.months], "BYDAY": [f"{self.ordinal}{day}"]}

    def local_starts(self, *, first: date, last: date) -> Iterator[datetime]:
        """The starts on local days from `first` to `last`, aware, in the zone of the rhythm.

        A time that the clocks leave out is meant as an hour later (RFC 5545 §3.3.5).
        """
        begin = datetime.combine(self.begins, time(*divmod(self.minute, 60)), ZoneInfo(self.zone))
        yield from read_rule(self.rule, begin).starts(first, last)

    def starts(self, *, after: datetime, count: int) -> list[datetime]:
        """The next `count` starts after the moment, in UTC.

        >>> thursday = Rhythm(date(2026, 1, 1), 3, 600, "Europe/Paris", ordinal=3)
        >>> [str(at) for at in thursday.starts(after=datetime(2026, 3, 1, tzinfo=UTC), count=2)]
        ['2026-03-19 09:00:00+00:00', '2026-04-16 08:00:00+00:00']
        """
        first = after.astimezone(ZoneInfo(self.zone)).date()
        last = first + timedelta(days=366 * MAX_YEARS)
        found: list[datetime] = []
        for start in self.local_starts(first=first, last=last):
            if len(found) == count:
                break
            if start > after:
                found.append(start.astimezone(UTC))
        return found
