"""Weekly availability against a grid of single minutes, counted by the standard library."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.calendar import (
    CalendarError,
    Window,
    describe_slots,
    shared_minutes,
    weekly_slots,
    windows_of,
)

ZONES = (
    *("UTC", "Europe/Paris", "America/New_York", "America/St_Johns", "Asia/Kathmandu"),
    *("Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Chatham", "Pacific/Pago_Pago"),
)
WINDOWS = st.builds(Window, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440))
DAYS = st.dates(date(1990, 1, 1), date(2037, 12, 31))
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
SUMMER, WINTER = date(2026, 7, 1), date(2026, 1, 7)


def brute_force(windows: list[Window], time_zone: str, on: date) -> set[int]:
    """Slots whose thirty minutes were each marked on a grid of the week."""
    ahead = datetime.combine(on, time(12), tzinfo=ZoneInfo(time_zone)).utcoffset()
    assert ahead is not None
    marked = set()
    for window in windows:
        moment = MONDAY + timedelta(days=window.weekday, minutes=window.start) - ahead
        while True:
            marked.add(moment.weekday() * 1440 + moment.hour * 60 + moment.minute)
            moment += timedelta(minutes=1)
            local = moment + ahead
            minute = local.hour * 60 + local.minute
            if minute == window.end % 1440:
                break
    return {slot for slot in range(336) if marked.issuperset(range(slot * 30, slot * 30 + 30))}


@given(st.lists(WINDOWS, max_size=4), st.sampled_from(ZONES), DAYS)
def test_slots_equal_a_grid_of_minutes(windows: list[Window], zone: str, on: date) -> None:
    assert weekly_slots(windows, time_zone=zone, on=on) == brute_force(windows, zone, on)


@given(st.frozensets(st.integers(0, 335)), st.sampled_from(ZONES), DAYS)
def test_windows_give_their_slots_back(slots: frozenset[int], zone: str, on: date) -> None:
    windows = windows_of(slots, time_zone=zone, on=on)

    assert weekly_slots(windows, time_zone=zone, on=on) == slots
    assert sum(window.minutes for window in windows) == 30 * len(slots)


@given(st.frozensets(st.integers(0, 335)), st.frozensets(st.integers(0, 335)))
def test_shared_minutes_count_the_common_slots(a: frozenset[int], b: frozenset[int]) -> None:
    expected = sum(30 for slot in range(336) if slot in a and slot in b)

    assert shared_minutes(a, b) == shared_minutes(b, a) == expected


def test_summer_time_moves_a_window() -> None:
    tuesday_at_four = [Window(1, 16 * 60, 18 * 60)]

    summer = weekly_slots(tuesday_at_four, time_zone="Europe/Paris", on=SUMMER)
    winter = weekly_slots(tuesday_at_four, time_zone="Europe/Paris", on=WINTER)

    assert sorted(summer) == [76, 77, 78, 79]
    assert sorted(winter) == [78, 79, 80, 81]


def test_two_people_across_the_ocean() -> None:
    paris = weekly_slots([Window(1, 14 * 60, 18 * 60)], time_zone="Europe/Paris", on=SUMMER)
    york = weekly_slots([Window(1, 9 * 60, 12 * 60)], time_zone="America/New_York", on=SUMMER)

    assert shared_minutes(paris, york) == 180


def test_a_slot_needs_all_of_its_minutes() -> None:
    kathmandu = weekly_slots([Window(0, 16 * 60, 18 * 60)], time_zone="Asia/Kathmandu", on=SUMMER)

    assert describe_slots(kathmandu, time_zone="Asia/Kathmandu", on=SUMMER) == [
        "Mondays 4:15–5:45 pm"
    ]


@pytest.mark.parametrize(
    ("windows", "phrases"),
    [
        ([], []),
        ([Window(1, 960, 1080)], ["Tuesdays 4–6 pm"]),
        ([Window(1, 960, 1080), Window(3, 960, 1080)], ["Tuesdays and Thursdays 4–6 pm"]),
        ([Window(day, 540, 1020) for day in range(5)], ["Mondays to Fridays 9 am–5 pm"]),
        (
            [Window(day, 570, 720) for day in (0, 2, 4)],
            ["Mondays, Wednesdays, and Fridays 9:30 am–noon"],
        ),
        ([Window(4, 1320, 120)], ["Fridays 10 pm–2 am"]),
        ([Window(6, 1320, 120)], ["Sundays 10 pm–2 am"]),
        ([Window(5, 0, 1440)], ["Saturdays all day"]),
        (
            [Window(4, 1080, 1440), Window(5, 0, 1440), Window(6, 0, 600)],
            ["Fridays 6 pm–midnight", "Saturdays all day", "Sundays midnight–10 am"],
        ),
        ([Window(0, 720, 750)], ["Mondays noon–12:30 pm"]),
        ([Window(day, 0, 1440) for day in range(7)], ["At any time"]),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Tokyo", "America/St_Johns"])
def test_availability_in_words(windows: list[Window], phrases: list[str], zone: str) -> None:
    slots = weekly_slots(windows, time_zone=zone, on=SUMMER)

    assert describe_slots(slots, time_zone=zone, on=SUMMER) == phrases


@pytest.mark.parametrize(
    ("weekday", "start", "end", "message"),
    [
        (7, 0, 60, "The weekday 7 is not between 0 and 6."),
        (0, 1440, 60, "The start 1440 is not between 0 and 1439 minutes."),
        (0, 0, 1441, "The end 1441 is not between 0 and 1440 minutes."),
    ],
)
def test_windows_that_do_not_exist(weekday: int, start: int, end: int, message: str) -> None:
    with pytest.raises(CalendarError) as caught:
        Window(weekday, start, end)

    assert str(caught.value) == message


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_an_unknown_time_zone(zone: str) -> None:
    with pytest.raises(CalendarError) as caught:
        weekly_slots([], time_zone=zone, on=SUMMER)

    assert str(caught.value) == (
        f"There is no time zone “{zone}”. Use a name such as Europe/Paris."
    )


def test_a_slot_outside_the_week() -> None:
    with pytest.raises(CalendarError, match=r"^The slot 336 is not between 0 and 335\.$"):
        windows_of({3, 336}, time_zone="UTC", on=SUMMER)


@pytest.mark.parametrize("name", ["slots", "words"])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"guildhall.engine.calendar.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
