"""The clocks of a zone, written for calendars that do not know its name (VTIMEZONE).

Where clocks change by the same rule every year, the rule is written; otherwise each change by
itself. Lists of dates (RDATE), which icalendar would write, are not understood by every reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from .free import offsets
from .recurrence import WEEKDAYS, read_rule

FAR_BACK = datetime(1970, 1, 1)


@dataclass(frozen=True)
class _Change:
    """One change of the clocks, as the clocks showed it before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def place(self) -> tuple[object, ...]:
        """What stays the same from year to year where there is a rule."""
        in_month = (self.at.day - 1) // 7 + 1
        is_last = (self.at + timedelta(days=7)).month != self.at.month
        ordinal = -1 if is_last else in_month
        rest = (self.at.time(), self.before, self.after, self.name, self.is_summer)
        return (self.at.month, ordinal, WEEKDAYS[self.at.weekday()], *rest)


def time_zone(name: str, *, start: datetime, end: datetime) -> icalendar.Timezone:
    """The zone as a component that is right from `start` to `end`, both aware."""
    zone = ZoneInfo(name)
    component = icalendar.Timezone()
    component.add("tzid", name)
    first_year, last_year = start.astimezone(zone).year, end.astimezone(zone).year
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    changes = _changes(zone, begin, datetime(last_year + 1, 1, 1, tzinfo=UTC))
    if not changes:
        local = begin.astimezone(zone)
        ahead = local.utcoffset() or timedelta(0)
        still = _Change(FAR_BACK, ahead, ahead, local.tzname() or name, False)
        component.add_component(_observance(still))
        return component
    pattern = {change.place for change in changes}
    has_rule = len(pattern) == 2 and len(changes) == 2 * (last_year - first_year + 1)
    if not has_rule:
        # what held before the first change; a rule says that by itself
        first = changes[0]
        local = begin.astimezone(zone)
        opening = _Change(FAR_BACK, first.before, first.before, local.tzname() or name, False)
        component.add_component(_observance(opening))
    for change in changes[:2] if has_rule else changes:
        component.add_component(_observance(change, repeats=has_rule))
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Sequence[_Change]:
    stretches = [(since, ahead) for since, _until, ahead in offsets(start, end, zone)]
    found = []
    before = stretches[0][1]
    for since, ahead in stretches[1:]:
        if ahead != before:
            local = since.astimezone(zone)
            wall = (since + before).replace(tzinfo=None)
            is_summer = bool(local.dst())
            found.append(_Change(wall, before, ahead, local.tzname() or zone.key, is_summer))
        before = ahead
    return found


def _observance(change: _Change, *, repeats: bool = False) -> icalendar.Component:
    part = icalendar.TimezoneDaylight() if change.is_summer else icalendar.TimezoneStandard()
    at = change.at
    if repeats:
        month, ordinal, weekday = change.place[:3]
        day = f"{ordinal}{weekday}"
        rule: dict[str, list[object]] = {"FREQ": ["YEARLY"], "BYMONTH": [month], "BYDAY": [day]}
        at = _first(change, rule)
        part.add("rrule", rule)
    part.add("dtstart", at)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    return part


def _first(change: _Change, rule: dict[str, list[object]]) -> datetime:
    """The change as the same rule would have made it in 1970, as calendars commonly begin."""
    begin = change.at.replace(year=FAR_BACK.year, month=1, day=1)
    return next(read_rule(rule, begin).starts(begin.date(), date(FAR_BACK.year, 12, 31)))
