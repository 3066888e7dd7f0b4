"""Shifts on a house's clock, and how much of them two people share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .events import Busy, merged
from .free import both
from .slots import CalendarError

MINUTE = timedelta(minutes=1)
LONGEST_SHIFT = timedelta(hours=24)


def shift_between(day: date, start: time, end: time, zone: str) -> Busy:
    """The shift that begins on `day` at `start` and goes on until the clock next shows `end`.

    An end at or before the start is on the next day. `zone` is an IANA name. On the night when
    clocks go forward a night shift is an hour shorter, on the other one an hour longer; of a time
    that comes twice the first is meant, and one that the clock skips is an hour later.
    Raises `CalendarError` for an unknown zone.

    >>> night = shift_between(date(2026, 10, 24), time(19, 30), time(7, 30), "Europe/London")
    >>> (night.end - night.start) / timedelta(hours=1)
    13.0
    """
    try:
        clock = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise CalendarError(f"There is no time zone “{zone}”.") from error
    last = day if end > start else day + timedelta(days=1)
    begins = datetime.combine(day, start, clock).astimezone(UTC)
    ends = datetime.combine(last, end, clock).astimezone(UTC)
    if ends <= begins:
        raise CalendarError("The clock skips all of this shift.")
    return Busy(begins, ends)


@dataclass(frozen=True, slots=True)
class SharedTime:
    """Minutes of the learner's shifts, and those in which the guide is on shift as well."""

    shared: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded down; None where the learner has no shift."""
        return self.shared * 100 // self.of if self.of else None


def shared_share(
    guide: Iterable[Busy], learner: Iterable[Busy], start: datetime, end: datetime
) -> SharedTime:
    """How much of the learner's time on shift between two moments the guide is there, too.

    Shifts may overlap and need no order; minutes that two of them cover count once.

    >>> day = datetime(2026, 11, 16, tzinfo=UTC)
    >>> at = lambda first, last: Busy(day + first * 60 * MINUTE, day + last * 60 * MINUTE)
    >>> shared_share([at(7, 15)], [at(9, 17)], day, day + timedelta(days=1)).percent
    75
    """
    window = [Busy(start.astimezone(UTC), end.astimezone(UTC))]
    own = both(window, merged(learner))
    return SharedTime(shared=minutes_of(both(own, merged(guide))), of=minutes_of(own))


def minutes_within(stretch: Busy, shifts: Iterable[Busy]) -> int:
    """How many minutes of the stretch lie inside a shift."""
    return minutes_of(both([stretch], merged(shifts)))


def minutes_of(stretches: Iterable[Busy]) -> int:
    """Whole minutes of stretches that lie apart."""
    return sum((each.end - each.start) // MINUTE for each in stretches)
