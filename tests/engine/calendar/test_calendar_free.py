"""Shared free times against a grid of single minutes, each looked up on everybody's wall clock."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.engine.calendar import (
    Busy,
    CalendarError,
    Diary,
    Window,
    best_times,
    free_times,
)

ZONES = (
    *("UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Sydney"),
    *("America/Sao_Paulo", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"),
    *("Pacific/Apia", "Africa/Casablanca", "Pacific/Chatham"),
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# around changes of the clocks, and the day that Samoa left out in 2011
MOMENTS = st.sampled_from(
    [
        datetime(2026, 3, 8, tzinfo=UTC),
        datetime(2026, 3, 29, tzinfo=UTC),
        datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 4, 4, tzinfo=UTC),
        datetime(2026, 10, 3, tzinfo=UTC),
        datetime(2018, 11, 4, tzinfo=UTC),
        datetime(2018, 2, 17, tzinfo=UTC),
        datetime(2011, 12, 30, tzinfo=UTC),
        datetime(2026, 7, 7, tzinfo=UTC),
    ]
)
WINDOWS = st.lists(
    st.builds(Window, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440)), max_size=6
)


@st.composite
def diaries(draw: st.DrawFn, start: datetime) -> Diary:
    offsets = st.integers(-600, 3000)
    pairs = draw(st.lists(st.tuples(offsets, st.integers(1, 600)), max_size=5))
    busy = [Busy(start + a * MINUTE, start + (a + length) * MINUTE) for a, length in pairs]
    return Diary(draw(st.sampled_from(ZONES)), tuple(draw(WINDOWS)), tuple(busy))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Diary], datetime, datetime]:
    start = draw(MOMENTS) + draw(st.integers(-720, 720)) * MINUTE
    end = start + draw(st.integers(0, 2000)) * MINUTE
    return draw(st.lists(diaries(start), min_size=1, max_size=2)), start, end


def is_free(diary: Diary, minute: datetime) -> bool:
    wall = minute.astimezone(ZoneInfo(diary.zone))
    place = wall.weekday() * 1440 + wall.hour * 60 + wall.minute
    is_open = any(
        (place - window.weekday * 1440 - window.start) % 10_080 < window.minutes
        for window in diary.windows
    )
    return is_open and not any(busy.start <= minute < busy.end for busy in diary.busy)


@settings(deadline=None, max_examples=60)
@given(cases(), st.integers(1, 120), st.sampled_from([1, 5, 15, 30]))
def test_free_times_equal_a_grid_of_minutes(case, minutes, step):
    people, start, end = case
    grid = [start + n * MINUTE for n in range(int((end - start) / MINUTE))]
    free = [all(is_free(diary, minute) for diary in people) for minute in grid]
    expected = [
        at
        for n, at in enumerate(grid)
        if int(at.timestamp()) % (step * 60) == 0
        and n + minutes <= len(grid)
        and all(free[n : n + minutes])
    ]

    found = free_times(people, minutes=minutes, start=start, end=end, step=step * MINUTE)

    assert found == expected


def hours(zone: str, window: Window, start: datetime) -> list[str]:
    diary = Diary(zone, (window,))
    found = free_times([diary], minutes=60, start=start, end=start + DAY, step=60 * MINUTE)
    return [f"{at:%H:%M}" for at in found]


def test_an_hour_that_is_left_out_or_comes_twice():
    night = Window(6, 60, 180)
    assert hours("Europe/London", night, datetime(2026, 3, 28, 20, tzinfo=UTC)) == ["01:00"]
    assert hours("Europe/London", night, datetime(2026, 10, 24, 20, tzinfo=UTC)) == [
        *("00:00", "01:00", "02:00")
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # New York and Sydney: winter and summer the other way round, then one week between changes
        (datetime(2026, 1, 12, tzinfo=UTC), "22:00"),
        (datetime(2026, 7, 6, tzinfo=UTC), "22:00"),
        (datetime(2026, 10, 26, tzinfo=UTC), "21:00"),
    ],
)
def test_two_ends_of_the_world_over_the_year(day, expected):
    afternoon = Diary("America/New_York", (Window(0, 1020, 1140),))
    morning = Diary("Australia/Sydney", (Window(1, 480, 600),))

    found = free_times([afternoon, morning], minutes=60, start=day, end=day + 2 * DAY)

    assert f"{found[0]:%H:%M}" == expected


def test_good_times_are_soon_spread_and_decent():
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    early = Diary("Europe/London", tuple(Window(day, 360, 1200) for day in range(7)))
    times = free_times([early], minutes=45, start=monday, end=monday + 14 * DAY)

    best = best_times(times, ["Europe/London"], count=3)

    assert [f"{at:%a %H:%M}" for at in best] == ["Mon 09:00", "Tue 10:00", "Wed 11:00"]
    assert best_times(times, ["Europe/London"], count=9000) == times
    assert best_times([], ["Europe/London"]) == []


def test_decent_hours_hold_for_the_other_one_too():
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    both = [
        Diary(zone, tuple(Window(day, 0, 1440) for day in range(7)))
        for zone in ("America/New_York", "Europe/London")
    ]
    times = free_times(both, minutes=60, start=monday, end=monday + 5 * DAY)

    best = best_times(times, ["America/New_York", "Europe/London"], count=3)

    assert all(14 <= at.hour <= 17 for at in best)
    assert len({at.date() for at in best}) == 3


@pytest.mark.parametrize(
    ("people", "minutes"), [([], 30), ([Diary("UTC")], 0), ([Diary("Nowhere/City")], 30)]
)
def test_what_cannot_be_asked_is_refused(people, minutes):
    start = datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(CalendarError):
        free_times(people, minutes=minutes, start=start, end=start + DAY)


def test_the_example_in_the_documentation_holds():
    assert doctest.testmod(import_module("guildhall.engine.calendar.free")).failed == 0
