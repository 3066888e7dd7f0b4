"""The week as a grid of days and two-hour blocks to tick.

A profile may hold times that fit no block, from an import or an application. They stand below the
grid and stay until somebody unticks them, so that saving the page never rounds them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from guildhall.people.actions.availability import DAY, Window

BLOCK = 120
BY_DAY = range(6 * 60, 22 * 60, BLOCK)
BY_NIGHT = (22 * 60, 0, 2 * 60, 4 * 60)
STARTS = (*BY_DAY, *BY_NIGHT)


@dataclass(frozen=True)
class Cell:
    """One block of one day."""

    value: str
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Line:
    """The same block on every day."""

    hours: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Week:
    """The grid by day and by night, and the times that fit no block."""

    days: tuple[tuple[str, str], ...]
    by_day: tuple[Line, ...]
    by_night: tuple[Line, ...]
    others: tuple[Cell, ...]

    @property
    def is_at_night(self) -> bool:
        """Whether anything is ticked between 10 pm and 6 am."""
        return any(cell.is_ticked for line in self.by_night for cell in line.cells)


def week_of(windows: Sequence[Window], *, dropped: Sequence[Window] = ()) -> Week:
    """The grid for these windows; `dropped` are times below it that were just unticked."""
    blocks = {Window(day, start, start + BLOCK) for day in range(7) for start in STARTS}
    ticked = {block for block in blocks if any(_holds(window, block) for window in windows)}
    others = sorted({*_rests(windows, ticked), *dropped})
    return Week(
        days=tuple((str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in range(7)),
        by_day=tuple(_line(start, ticked) for start in BY_DAY),
        by_night=tuple(_line(start, ticked) for start in BY_NIGHT),
        others=tuple(
            Cell(_value(window), words_of(window), window not in dropped) for window in others
        ),
    )


def read_week(data: QueryDict) -> list[Window]:
    """The ticked blocks and the other times that stay. What no browser sends is left out."""
    found = (_window(text) for text in data.getlist("when"))
    return [window for window in found if window is not None]


def words_of(window: Window) -> str:
    """“Monday, 5:30 pm to 6:15 pm”"""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": WEEKDAYS[window.weekday],
        "start": _clock(window.start_minute),
        "end": _clock(window.end_minute),
    }


def _line(start: int, ticked: set[Window]) -> Line:
    hours = _("%(start)s to %(end)s") % {"start": _clock(start), "end": _clock(start + BLOCK)}
    blocks = [Window(day, start, start + BLOCK) for day in range(7)]
    cells = (Cell(_value(block), words_of(block), block in ticked) for block in blocks)
    return Line(hours, tuple(cells))


def _rests(windows: Iterable[Window], ticked: set[Window]) -> list[Window]:
    """What is left of the windows without the ticked blocks."""
    rests: list[Window] = []
    for window in windows:
        start = window.start_minute
        inside = sorted(block for block in ticked if _holds(window, block))
        for block in inside:
            if start < block.start_minute:
                rests.append(Window(window.weekday, start, block.start_minute))
            start = block.end_minute
        if start < window.end_minute:
            rests.append(Window(window.weekday, start, window.end_minute))
    return rests


def _holds(window: Window, block: Window) -> bool:
    return (
        window.weekday == block.weekday
        and window.start_minute <= block.start_minute
        and block.end_minute <= window.end_minute
    )


def _value(window: Window) -> str:
    return f"{window.weekday}-{window.start_minute}-{window.end_minute}"


def _window(text: str) -> Window | None:
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    day, start, end = (int(part) for part in parts)
    return Window(day, start, end) if day < 7 and start < end <= DAY else None


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % DAY, 60)
    return time_format(time(hour, rest), "g a" if rest == 0 else "g:i a").replace(".", "")
