"""Times that suit everybody: weekly windows in local time, less what each calendar says is taken.

A window is meant as the clock on its owner's wall: Tuesday 2–4 am holds one hour on the night when
clocks go forward and three when they go back. Inside, stretches are pairs of instants in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .events import Busy, merged
from .slots import CalendarError, Window

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What holds for somebody who has said nothing: weekdays, 8 am to 6 pm.
USUAL_WEEK = tuple(Window(weekday, 480, 1080) for weekday in range(5))
FIRST_HOUR, LAST_HOUR = 9, 17


@dataclass(frozen=True)
class Diary:
    """One person: weekly windows in their zone (an IANA name), and when they are taken."""

    zone: str
    windows: tuple[Window, ...] = USUAL_WEEK
    busy: Sequence[Busy] = field(default=())


def free_times(
    diaries: Sequence[Diary],
    *,
    minutes: int,
    start: datetime,
    end: datetime,
    step: timedelta = STEP,
) -> list[datetime]:
    """Every moment, in UTC and in order, at which all of them have `minutes` free.

    Only moments on the grid of `step` within [start, end], which all of the meeting lies in.
    Raises `CalendarError` for an unknown zone, no people, or a length or step of nothing.

    >>> tuesday = Diary("Europe/Paris", (Window(1, 960, 1020),))
    >>> day = datetime(2026, 7, 7, tzinfo=UTC)
    >>> [f"{at:%H:%M}" for at in free_times([tuesday], minutes=45, start=day, end=day + DAY)]
    ['14:00', '14:15']
    """
    if not diaries or minutes < 1 or step <= timedelta(0):
        raise CalendarError("Times need somebody, a length and a step.")
    length = timedelta(minutes=minutes)
    stretches = [Busy(start.astimezone(UTC), end.astimezone(UTC))]
    for diary in diaries:
        stretches = both(stretches, merged(_open(diary, stretches)))
        stretches = _without(stretches, merged(diary.busy))
    return [at for stretch in stretches for at in _starts(stretch, length, step)]


def best_times(
    times: Iterable[datetime], zones: Sequence[str], *, count: int = 5
) -> list[datetime]:
    """The best `count` of the times, in order: soon, on different days, at decent hours for all.

    Deterministic; the least cost is chosen one by one. A day later costs 1; each hour before 9 am
    or after 5 pm of anybody costs 2, a weekend 4; a start off the hour 1, off the half hour 2; the
    day of one already chosen costs 6, the same time of day 1.
    """
    left = sorted(set(times))
    if not left:
        return []
    clocks = [ZoneInfo(zone) for zone in zones] or [ZoneInfo("UTC")]
    costs = {at: _cost(at, clocks, left[0]) for at in left}
    local = {at: at.astimezone(clocks[0]) for at in left}
    chosen: list[datetime] = []
    while left and len(chosen) < count:
        days = {local[at].date() for at in chosen}
        hours = {local[at].time() for at in chosen}
        best = min(
            left,
            key=lambda at: (
                costs[at] + 6 * (local[at].date() in days) + (local[at].time() in hours),
                at,
            ),
        )
        chosen.append(best)
        left.remove(best)
    return sorted(chosen)


def _cost(at: datetime, clocks: Sequence[ZoneInfo], soonest: datetime) -> float:
    cost = (at - soonest) / DAY
    for clock in clocks:
        local = at.astimezone(clock)
        hour = local.hour + local.minute / 60
        cost += 2 * max(FIRST_HOUR - hour, hour - LAST_HOUR, 0)
        cost += 4 if local.weekday() > 4 else 0
    return cost + {0: 0, 30: 1}.get(at.astimezone(clocks[0]).minute, 2)


def _starts(stretch: Busy, length: timedelta, step: timedelta) -> Iterator[datetime]:
    at = EPOCH + -((EPOCH - stretch.start) // step) * step
    while at + length <= stretch.end:
        yield at
        at += step


def _open(diary: Diary, stretches: Sequence[Busy]) -> Iterator[Busy]:
    """The instants at which one of the windows holds, around the stretches."""
    if not stretches:
        return
    try:
        zone = ZoneInfo(diary.zone)
    except (KeyError, ValueError, OSError) as error:
        raise CalendarError(f"There is no time zone “{diary.zone}”.") from error
    day = stretches[0].start.date() - 2 * DAY
    last = stretches[-1].end.date() + 2 * DAY
    while day <= last:
        for window in diary.windows:
            if window.weekday == day.weekday():
                yield from _on(day, window, zone)
        day += DAY


def _on(day: date, window: Window, zone: ZoneInfo) -> Iterator[Busy]:
    """The instants at which a clock in the zone shows a time of this window on this day."""
    midnight = datetime.combine(day, time(), UTC)
    begin = midnight + timedelta(minutes=window.start)
    end = begin + timedelta(minutes=window.minutes)
    # No clock is more than a day away from UTC; in between, its offset may change.
    for first, last, ahead in offsets(begin - DAY, end + DAY, zone):
        start, stop = max(begin - ahead, first), min(end - ahead, last)
        if start < stop:
            yield Busy(start, stop)


def offsets(
    start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """(from, to, ahead of UTC) of each stretch in which the clocks of the zone were not changed."""
    here = start
    while here < end:
        ahead = _ahead(here, zone)
        there = min(here + DAY, end)
        if _ahead(there, zone) == ahead:
            yield here, there, ahead
        else:
            same, other = here, there
            while other - same > SECOND:
                middle = same + (other - same) // SECOND // 2 * SECOND
                if _ahead(middle, zone) == ahead:
                    same = middle
                else:
                    other = middle
            yield here, other, ahead
            there = other
        here = there


def _ahead(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def both(some: Sequence[Busy], others: Sequence[Busy]) -> list[Busy]:
    """What lies in a stretch of each of two sorted lists."""
    found: list[Busy] = []
    i = j = 0
    while i < len(some) and j < len(others):
        start, end = max(some[i].start, others[j].start), min(some[i].end, others[j].end)
        if start < end:
            found.append(Busy(start, end))
        if some[i].end < others[j].end:
            i += 1
        else:
            j += 1
    return found


def _without(stretches: Sequence[Busy], taken: Sequence[Busy]) -> list[Busy]:
    """What is left of sorted stretches when other sorted ones are taken out."""
    found: list[Busy] = []
    j = 0
    for stretch in stretches:
        start = stretch.start
        while j < len(taken) and taken[j].end <= start:
            j += 1
        k = j
        while k < len(taken) and taken[k].start < stretch.end:
            if start < taken[k].start:
                found.append(Busy(start, taken[k].start))
            start = max(start, taken[k].end)
            k += 1
        if start < stretch.end:
            found.append(Busy(start, stretch.end))
    return found
