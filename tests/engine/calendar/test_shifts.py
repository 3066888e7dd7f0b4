"""Shifts over both clock changes, and shared time against a grid of minutes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.calendar import (
    Busy,
    CalendarError,
    minutes_within,
    shared_share,
    shift_between,
)

DAY = datetime(2026, 11, 16, tzinfo=UTC)
GRID = 3 * 24 * 60
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("day", "start", "end", "zone", "hours"),
    [
        (date(2026, 11, 16), time(7), time(19, 30), "Europe/London", 12.5),
        (date(2026, 11, 16), time(19, 30), time(7, 30), "Europe/London", 12),
        (date(2026, 10, 24), time(19, 30), time(7, 30), "Europe/London", 13),
        (date(2026, 3, 28), time(19, 30), time(7, 30), "Europe/London", 11),
        (date(2026, 10, 31), time(19), time(7), "America/New_York", 13),
        (date(2026, 3, 7), time(19), time(7), "America/New_York", 11),
        (date(2026, 4, 4), time(19), time(7), "Australia/Lord_Howe", 12.5),
        # a shift that ends within the hour that comes twice ends the first time
        (date(2026, 10, 24), time(22), time(1, 30), "Europe/London", 3.5),
        (date(2026, 11, 16), time(7), time(7), "UTC", 24),
    ],
)
def test_a_shift_is_as_long_as_the_clocks_make_it(day, start, end, zone, hours):
    shift = shift_between(day, start, end, zone)
    assert (shift.end - shift.start) / timedelta(hours=1) == hours


def test_what_is_no_zone_or_no_time_is_refused():
    with pytest.raises(CalendarError, match="no time zone"):
        shift_between(date(2026, 1, 1), time(7), time(8), "Mars/Olympus")
    with pytest.raises(CalendarError, match="skips"):
        shift_between(date(2026, 3, 29), time(1), time(2), "Europe/London")


stretches = st.lists(
    st.tuples(st.integers(0, GRID - 1), st.integers(1, 900)).map(
        lambda at: Busy(DAY + at[0] * MINUTE, DAY + (at[0] + at[1]) * MINUTE)
    ),
    max_size=6,
)


def _minutes(shifts) -> set[int]:
    return {
        minute
        for shift in shifts
        for minute in range((shift.start - DAY) // MINUTE, (shift.end - DAY) // MINUTE)
    }


@given(stretches, stretches, st.integers(0, GRID), st.integers(0, GRID))
def test_shared_time_is_that_of_a_grid_of_minutes(guide, learner, first, length):
    start, end = DAY + first * MINUTE, DAY + (first + length) * MINUTE
    found = shared_share(guide, learner, start, end)
    own = _minutes(learner) & set(range(first, first + length))
    both = own & _minutes(guide)
    assert (found.shared, found.of) == (len(both), len(own))
    assert found.percent == (len(both) * 100 // len(own) if own else None)


@given(stretches, st.integers(0, GRID), st.integers(1, 900))
def test_minutes_within_are_those_of_the_grid(shifts, first, length):
    stretch = Busy(DAY + first * MINUTE, DAY + (first + length) * MINUTE)
    expected = len(_minutes([stretch]) & _minutes(shifts))
    assert minutes_within(stretch, shifts) == expected
