"""One event of a calendar: when it takes time, whatever form its dates have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .slots import CalendarError

DAY = timedelta(days=1)
LONGEST = timedelta(days=400)
FREE_STATUS = {"FREE", "WORKINGELSEWHERE"}
READ = {"DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID"}

# icalendar's component: its values have some thirty types, told apart by what they hold.
Component = Any


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A stretch of time that is taken; both ends aware, in UTC; the end is free again."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Event:
    line: int
    component: Component
    start: datetime
    length: timedelta
    is_all_day: bool
    sequence: int

    @property
    def takes_time(self) -> bool:
        """Whether its owner is busy meanwhile."""
        status = str(self.component.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        is_off = str(self.component.get("STATUS", "")).upper() == "CANCELLED"
        is_clear = str(self.component.get("TRANSP", "")).upper() == "TRANSPARENT"
        return not (is_off or is_clear or status in FREE_STATUS)

    def busy_from(self, start: datetime) -> Busy:
        """The stretch of one repetition; whole days end at midnight, whatever the clocks do."""
        end = start + self.length if self.is_all_day else utc(start) + self.length
        return Busy(utc(start), utc(end))


def read_event(component: Component, *, line: int, zone: ZoneInfo) -> Event:
    """The event, or a `CalendarError` that begins with a verb: “has no DTSTART”."""
    broken = [name for name, _why in component.errors if str(name).upper() in READ]
    if broken:
        raise CalendarError(f"has a {broken[0]} that cannot be read")
    if "DTSTART" not in component:
        raise CalendarError("has no DTSTART")
    written = component["DTSTART"].dt
    start = local(written, zone)
    is_all_day = not isinstance(written, datetime)
    if "DTEND" in component:
        end = local(component["DTEND"].dt, zone)
        # between days of the calendar, not hours of the clock, where both are whole days
        length = naive(end) - naive(start) if is_all_day else utc(end) - utc(start)
    elif "DURATION" in component:
        length = component["DURATION"].dt
    else:
        length = DAY if is_all_day else timedelta(0)
    if length < timedelta(0):
        raise CalendarError("ends before it starts")
    if length > LONGEST:
        raise CalendarError("lasts longer than a year")
    sequence = int(component.get("SEQUENCE", 0))
    return Event(line, component, start, length, is_all_day, sequence)


def merged(stretches: Iterable[Busy]) -> tuple[Busy, ...]:
    """The stretches in order; those that overlap or touch become one."""
    found: list[Busy] = []
    for each in sorted(stretches):
        if found and each.start <= found[-1].end:
            found[-1] = Busy(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(each)
    return tuple(found)


def dates_of(component: Component, name: str) -> Iterator[Any]:
    """The values of EXDATE or RDATE, which may stand on several lines."""
    value = component.get(name, [])
    for each in value if isinstance(value, list) else [value]:
        for entry in each.dts:
            yield entry.dt


def listed(component: Component) -> Iterator[Busy]:
    """The periods of a free/busy list that are not free."""
    value = component.get("FREEBUSY", [])
    for each in value if isinstance(value, list) else [value]:
        if str(each.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            yield period_of((each.start, each.end))


def period_of(pair: tuple[datetime, datetime | timedelta]) -> Busy:
    """A stretch that is given by its start and its end or length."""
    begin, end = pair
    return Busy(utc(begin), utc(begin) + end if isinstance(end, timedelta) else utc(end))


def utc(moment: datetime) -> datetime:
    """The moment in UTC."""
    return moment.astimezone(UTC)


def naive(moment: datetime) -> datetime:
    """What the clock on the wall shows."""
    return moment.replace(tzinfo=None)


def local(value: date, zone: ZoneInfo) -> datetime:
    """An aware moment: whole days begin at midnight, times without a zone are meant there."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)
