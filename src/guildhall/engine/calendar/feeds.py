"""Reading somebody's calendar (RFC 5545): only when they are busy, never what with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar

from .events import (
    DAY,
    Busy,
    Component,
    Event,
    dates_of,
    listed,
    local,
    merged,
    period_of,
    read_event,
    utc,
)
from .recurrence import Steps, TooMuch, read_rule
from .slots import CalendarError
from .structure import checked_structure

MAX_EVENTS = 20_000
MAX_INSTANCES = 5_000


@dataclass(frozen=True)
class BusyTimes:
    """What a calendar says: busy stretches in order, apart from each other; what was left out."""

    busy: tuple[Busy, ...]
    # A sentence for each event that could not be read, e.g. "Line 12: …".
    left_out: tuple[str, ...] = ()


@dataclass
class _Series:
    """All parts of a file that share a UID: the event and the changes of single repetitions."""

    master: Event | None = None
    changes: dict[datetime, Event] = field(default_factory=dict)


def busy_times(calendar: bytes, *, start: datetime, end: datetime, zone: str) -> BusyTimes:
    """When the owner of the calendar is busy between two aware moments.

    `calendar` is a file or feed (`text/calendar`). `zone` is the IANA name of the zone in which
    whole days and times without a zone are meant. Repetition, exceptions, moved repetitions and
    free/busy lists are followed; events that are cancelled or marked as free take no time.
    Raises `CalendarError` where it is no calendar, breaks off, or holds more than
    20,000 events or 5,000 busy stretches. A single event that cannot be read is left out and named.
    """
    lines = checked_structure(calendar)
    if len(lines) > MAX_EVENTS:
        raise CalendarError(f"The calendar holds more than {MAX_EVENTS} events.")
    reader = _Reader(start.astimezone(UTC), end.astimezone(UTC), ZoneInfo(zone))
    for component, line in zip(_components(calendar), lines, strict=False):
        reader.take(component, line)
    return reader.finished()


def _components(calendar: bytes) -> Iterator[Component]:
    try:
        calendars = icalendar.Calendar.from_ical(calendar, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise CalendarError(f"The calendar cannot be read: {error}.") from error
    for each in calendars:
        for component in each.walk():
            if component.name in ("VEVENT", "VFREEBUSY"):
                yield component


class _Reader:
    """Gathers the series of one file, then spreads them over the stretch that was asked for."""

    def __init__(self, start: datetime, end: datetime, zone: ZoneInfo) -> None:
        self.start, self.end, self.zone = start, end, zone
        self.series: dict[str, _Series] = {}
        self.busy: list[Busy] = []
        self.left_out: list[str] = []
        self.steps = Steps()

    def take(self, component: Component, line: int) -> None:
        """Note one component of the file, or why it cannot be used."""
        try:
            if component.name == "VFREEBUSY":
                self._add(listed(component))
            else:
                self._note(read_event(component, line=line, zone=self.zone))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            self._leave_out(line, error)

    def finished(self) -> BusyTimes:
        """All of it, merged."""
        for series in self.series.values():
            line = series.master.line if series.master else 0
            try:
                self._add(self._spread(series))
            except (ValueError, TypeError, AttributeError, OverflowError) as error:
                self._leave_out(line, error)
        return BusyTimes(merged(self.busy), tuple(self.left_out))

    def _leave_out(self, line: int, error: Exception) -> None:
        if isinstance(error, TooMuch):
            raise error
        what = str(error) if isinstance(error, CalendarError) else "has a date or rule that is none"
        self.left_out.append(f"Line {line}: an event {what}.")

    def _add(self, stretches: Iterable[Busy]) -> None:
        for each in stretches:
            begin, end = max(each.start, self.start), min(each.end, self.end)
            if begin < end:
                self.busy.append(Busy(begin, end))
            if len(self.busy) > MAX_INSTANCES:
                raise TooMuch(f"The calendar holds more than {MAX_INSTANCES} busy times.")

    def _note(self, event: Event) -> None:
        uid = str(event.component.get("UID", f"line {event.line}"))
        series = self.series.setdefault(uid, _Series())
        if "RECURRENCE-ID" in event.component:
            instead_of = utc(local(event.component["RECURRENCE-ID"].dt, self.zone))
            before = series.changes.get(instead_of)
            if before is None or event.sequence >= before.sequence:
                series.changes[instead_of] = event
        elif series.master is None or event.sequence >= series.master.sequence:
            series.master = event

    def _spread(self, series: _Series) -> Iterator[Busy]:
        for change in series.changes.values():
            if change.takes_time:
                yield change.busy_from(change.start)
        event = series.master
        if event is None:
            return
        gone = list(dates_of(event.component, "EXDATE"))
        gone_days = {day for day in gone if not isinstance(day, datetime)}
        gone_instants = {utc(local(day, self.zone)) for day in gone}
        later = _lasting(series)
        for start in self._starts(event):
            instant = utc(start)
            is_gone = instant in gone_instants or start.date() in gone_days
            if is_gone or instant in series.changes:
                continue
            shape = _shape(event, start, later)
            if shape.takes_time:
                yield shape.busy_from(shape.start)
        if event.takes_time:
            extra = dates_of(event.component, "RDATE")
            yield from (period_of(each) for each in extra if isinstance(each, tuple))

    def _starts(self, event: Event) -> Iterator[datetime]:
        """Where each repetition starts: once each, also where a date is given twice."""
        found = {event.start}
        first = (self.start - event.length - 2 * DAY).date()
        last = (self.end + 2 * DAY).date()
        rules = event.component.get("RRULE", [])
        for parts in rules if isinstance(rules, list) else [rules]:
            found.update(read_rule(parts, event.start, self.steps).starts(first, last))
        for extra in dates_of(event.component, "RDATE"):
            if not isinstance(extra, tuple):
                found.add(local(extra, self.zone))
        yield from found


def _lasting(series: _Series) -> list[tuple[datetime, Event]]:
    """Changes that hold for all repetitions that follow as well, in order."""
    return sorted(
        (instead_of, change)
        for instead_of, change in series.changes.items()
        if change.component["RECURRENCE-ID"].params.get("RANGE") == "THISANDFUTURE"
    )


def _shape(event: Event, start: datetime, later: Sequence[tuple[datetime, Event]]) -> Event:
    """The repetition as the last change of “this and all that follow” left it."""
    place = bisect_right([instead_of for instead_of, _change in later], utc(start))
    if not place:
        return replace(event, start=start)
    instead_of, change = later[place - 1]
    moved = change.start - instead_of.astimezone(change.start.tzinfo)
    return replace(change, start=start.astimezone(change.start.tzinfo) + moved)
