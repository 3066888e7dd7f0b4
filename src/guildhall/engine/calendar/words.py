"""Weekly availability in words: "Tuesdays and Thursdays 4–6 pm"."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from .slots import MINUTES_PER_DAY, SLOTS_PER_WEEK, windows_of

DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
NOON = MINUTES_PER_DAY // 2


def describe_slots(slots: Set[int], *, time_zone: str, on: date) -> list[str]:
    """What the slots mean in local time, one phrase for each time of day, in week order.

    Arguments and errors as with `weekly_slots`. Nothing is an empty list; the whole week is one
    phrase.

    >>> describe_slots({76, 77, 78, 79}, time_zone="Europe/Paris", on=date(2026, 7, 1))
    ['Tuesdays 4–6 pm']
    """
    windows = windows_of(slots, time_zone=time_zone, on=on)
    if len(slots) == SLOTS_PER_WEEK:
        return ["At any time"]
    days: dict[tuple[int, int], list[int]] = {}
    for window in windows:
        days.setdefault((window.start, window.end), []).append(window.weekday)
    return [
        f"{_days_in_words(weekdays)} {_hours_in_words(start, end)}"
        for (start, end), weekdays in days.items()
    ]


def _days_in_words(weekdays: list[int]) -> str:
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{DAYS[weekdays[0]]} to {DAYS[weekdays[-1]]}"
    names = [DAYS[weekday] for weekday in weekdays]
    if len(names) > 2:
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return " and ".join(names)


def _hours_in_words(start: int, end: int) -> str:
    if start == 0 and end == MINUTES_PER_DAY:
        return "all day"
    first, last = _hour_in_words(start), _hour_in_words(end)
    half = first.rpartition(" ")[2]
    if half in ("am", "pm") and last.endswith(f" {half}") and start < end:
        first = first.removesuffix(f" {half}")
    return f"{first}–{last}"


def _hour_in_words(minute: int) -> str:
    if minute % MINUTES_PER_DAY == 0:
        return "midnight"
    if minute == NOON:
        return "noon"
    hour, rest = divmod(minute, 60)
    clock = f"{(hour - 1) % 12 + 1}:{rest:02}" if rest else f"{(hour - 1) % 12 + 1}"
    return f"{clock} {'am' if minute < NOON else 'pm'}"
