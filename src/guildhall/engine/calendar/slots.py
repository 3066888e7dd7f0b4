"""Windows of a local week and half-hour slots of a week in UTC, one into the other.

A week has 10,080 minutes and is a circle: Monday morning in Tokyo is Sunday evening in UTC. Inside
this module a set of minutes is an integer whose bit m stands for minute m of the week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 1440
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MINUTES_PER_SLOT = 30
SLOTS_PER_WEEK = MINUTES_PER_WEEK // MINUTES_PER_SLOT
SLOT_STARTS = sum(1 << (slot * MINUTES_PER_SLOT) for slot in range(SLOTS_PER_WEEK))
WHOLE_WEEK = (1 << MINUTES_PER_WEEK) - 1


class CalendarError(ValueError):
    """A window, slot or time zone that does not exist; the message says what is needed."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of each week in local time: `weekday` 0 is Monday, minutes count from midnight.

    `end` may be 1440 (midnight). Where `end` is not after `start`, the window runs into the next
    day: start 1320, end 120 is 10 pm to 2 am; equal ones are a whole day from that minute on.
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise CalendarError(f"The weekday {self.weekday} is not between 0 and 6.")
        if not 0 <= self.start < MINUTES_PER_DAY:
            raise CalendarError(f"The start {self.start} is not between 0 and 1439 minutes.")
        if not 0 <= self.end <= MINUTES_PER_DAY:
            raise CalendarError(f"The end {self.end} is not between 0 and 1440 minutes.")

    @property
    def minutes(self) -> int:
        """How long the window is."""
        length = self.end - self.start
        return length if length > 0 else length + MINUTES_PER_DAY


def weekly_slots(windows: Iterable[Window], *, time_zone: str, on: date) -> frozenset[int]:
    """The half-hour slots of a UTC week, 0 to 335 from Monday 00:00, that lie inside the windows.

    `time_zone` is an IANA name; its offset is the one that holds at noon of the day `on`, so
    summer time is right for that day. A slot counts only where all of its 30 minutes are inside.
    Raises `CalendarError` for an unknown time zone.

    >>> sorted(weekly_slots([Window(1, 960, 1020)], time_zone="Europe/Paris", on=date(2026, 7, 1)))
    [76, 77]
    """
    offset = _offset_minutes(time_zone, on)
    minutes = 0
    for window in windows:
        start = (window.weekday * MINUTES_PER_DAY + window.start - offset) % MINUTES_PER_WEEK
        stretch = ((1 << window.minutes) - 1) << start
        minutes |= (stretch & WHOLE_WEEK) | (stretch >> MINUTES_PER_WEEK)
    # Each step leaves a bit where that many minutes more follow: 2, 4, 8, 16, and 30 of them.
    for step in (1, 2, 4, 8, 14):
        minutes &= minutes >> step
    return frozenset(_slots_at(minutes & SLOT_STARTS))


def _slots_at(starts: int) -> Iterator[int]:
    """The slots of the bits that are set."""
    while starts:
        first = starts & -starts
        yield (first.bit_length() - 1) // MINUTES_PER_SLOT
        starts ^= first


def shared_minutes(a: Set[int], b: Set[int]) -> int:
    """The minutes of each week in which both people are available, from their slots.

    >>> shared_minutes({76, 77, 78}, {77, 78, 79})
    60
    """
    return MINUTES_PER_SLOT * len(a & b)


def windows_of(slots: Set[int], *, time_zone: str, on: date) -> tuple[Window, ...]:
    """The windows of the local week that the slots fill, in the order of the week.

    Slots that follow each other become one window. What lasts longer than a day is divided at
    midnight. Arguments and errors as with `weekly_slots`, which gives the slots back.

    >>> windows_of({76, 77}, time_zone="Europe/Paris", on=date(2026, 7, 1))
    (Window(weekday=1, start=960, end=1020),)
    """
    wrong = sorted(slot for slot in slots if not 0 <= slot < SLOTS_PER_WEEK)
    if wrong:
        raise CalendarError(f"The slot {wrong[0]} is not between 0 and {SLOTS_PER_WEEK - 1}.")
    offset = _offset_minutes(time_zone, on)
    windows: list[Window] = []
    for first, count in _runs(slots):
        start = (first * MINUTES_PER_SLOT + offset) % MINUTES_PER_WEEK
        windows.extend(_divided(start, count * MINUTES_PER_SLOT))
    return tuple(sorted(windows))


def _runs(slots: Set[int]) -> Iterator[tuple[int, int]]:
    """(first slot, number of slots) of each unbroken run on the circle of the week."""
    if len(slots) == SLOTS_PER_WEEK:
        yield 0, SLOTS_PER_WEEK
        return
    for slot in slots:
        if (slot - 1) % SLOTS_PER_WEEK in slots:
            continue
        count = 1
        while (slot + count) % SLOTS_PER_WEEK in slots:
            count += 1
        yield slot, count


def _divided(start: int, minutes: int) -> Iterator[Window]:
    """The windows of a stretch of the local week: one, or one a day where it is over a day."""
    is_long = minutes > MINUTES_PER_DAY
    while minutes > 0:
        weekday, begin = divmod(start, MINUTES_PER_DAY)
        length = min(minutes, MINUTES_PER_DAY - begin) if is_long else minutes
        end = begin + length
        yield Window(weekday, begin, end if end <= MINUTES_PER_DAY else end - MINUTES_PER_DAY)
        start, minutes = (start + length) % MINUTES_PER_WEEK, minutes - length


def _offset_minutes(time_zone: str, on: date) -> int:
    """Minutes that local time is ahead of UTC at noon of the day."""
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise CalendarError(
            f"There is no time zone “{time_zone}”. Use a name such as Europe/Paris."
        ) from error
    noon = datetime.combine(on, time(12), tzinfo=zone)
    # years before standard time have offsets with seconds; minutes are exact enough for those
    ahead = noon.replace(tzinfo=UTC) - noon.astimezone(UTC)
    return round(ahead / timedelta(minutes=1))
