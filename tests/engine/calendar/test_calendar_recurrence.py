"""Days of a rule, compared with dateutil, which follows the rule from its start."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from guildhall.engine.calendar import CalendarError
from guildhall.engine.calendar.recurrence import WEEKDAYS, Steps, TooMuch, read_rule

# Dates that every month has: on a rule that never comes true, dateutil searches for minutes.
MONTH_DAYS = st.integers(-28, 28).filter(bool)


def some(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(
        lambda chosen: ",".join(str(each) for each in chosen)
    )


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of every shape that RFC 5545 allows from DAILY on."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 5))}

    def maybe(name: str, values: st.SearchStrategy[str]) -> None:
        if draw(st.booleans()):
            parts[name] = draw(values)

    maybe("BYMONTH", some(st.integers(1, 12)))
    ordinals = st.tuples(st.integers(-4, 4).filter(bool), st.sampled_from(WEEKDAYS))
    ordinal_days = some(ordinals.map(lambda pair: f"{pair[0]}{pair[1]}"))
    match frequency, draw(st.integers(0, 3)):
        case "DAILY" | "MONTHLY" | "YEARLY", 0:
            parts["BYMONTHDAY"] = draw(some(MONTH_DAYS))
        case "YEARLY", 1 if "BYMONTH" not in parts:
            parts["BYYEARDAY"] = draw(some(st.integers(-366, 366).filter(bool)))
        case "MONTHLY" | "YEARLY", 2:
            parts["BYDAY"] = draw(ordinal_days)
        case _, 3:
            parts["BYDAY"] = draw(some(st.sampled_from(WEEKDAYS)))
    maybe("WKST", st.sampled_from(WEEKDAYS))
    maybe("BYHOUR", some(st.integers(0, 23)))
    if frequency in ("MONTHLY", "YEARLY"):
        maybe("BYSETPOS", st.sampled_from(["1", "-1", "1,-1"]))
    match draw(st.integers(0, 2)):
        case 1:
            parts["COUNT"] = draw(st.integers(1, 30))
        case 2:
            until = draw(st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)))
            parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


@settings(deadline=None, max_examples=150)
@given(
    rules(),
    st.datetimes(datetime(2019, 1, 1), datetime(2022, 1, 1)),
    st.dates(date(2019, 1, 1), date(2025, 1, 1)),
    st.integers(0, 500),
)
def test_the_days_are_those_of_dateutil(rule, begins, first, days):
    begins, last = begins.replace(microsecond=0), first + timedelta(days=days)
    floor, ceiling = (
        datetime.combine(first, datetime.min.time()),
        datetime(last.year, last.month, last.day, 23, 59, 59),
    )
    # an end for the follower's sake; ours needs none
    followed = rule if "UNTIL" in rule or "COUNT" in rule else f"{rule};UNTIL=20270101T000000"

    ours = list(read_rule(vRecur.from_ical(rule), begins).starts(first, last))

    assert ours == rrulestr(followed, dtstart=begins).between(floor, ceiling, inc=True)


def days_of_week(week: int, week_start: int, years: range) -> list[date]:
    """By the definition: weeks belong to the year that has four of their days, in order."""
    days = []
    for year in years:
        around = [date(year - 1, 12, 20) + timedelta(days=n) for n in range(385)]
        weeks = [
            [first + timedelta(days=n) for n in range(7)]
            for first in around
            if first.weekday() == week_start
        ]
        own = [days for days in weeks if sum(day.year == year for day in days) >= 4]
        place = week - 1 if week > 0 else len(own) + week
        if place < len(own):
            days += own[place]
    return days


# dateutil miscounts weeks around the new year where they do not start on a Monday
@pytest.mark.parametrize("week_start", WEEKDAYS)
@pytest.mark.parametrize("week", [1, 20, 52, 53, -1, -52])
def test_numbered_weeks(week, week_start):
    text = f"FREQ=YEARLY;BYWEEKNO={week};BYDAY={','.join(WEEKDAYS)};WKST={week_start}"
    rule = read_rule(vRecur.from_ical(text), datetime(2019, 1, 1, 9))

    ours = [at.date() for at in rule.starts(date(2019, 1, 1), date(2032, 12, 31))]

    expected = days_of_week(week, WEEKDAYS.index(week_start), range(2018, 2034))
    assert ours == [day for day in expected if 2019 <= day.year <= 2032]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=SU",
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=40",
    ],
)
def test_a_rule_that_never_comes_true_ends_at_once(rule):
    began = time.monotonic()
    rule_read = read_rule(vRecur.from_ical(rule), datetime(1990, 1, 1))

    assert list(rule_read.starts(date(2026, 1, 1), date(2026, 12, 31))) == []
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"FREQ": ["SECONDLY"]}, "more often than every day"),
        ({}, "more often than every day"),
        ({"FREQ": ["DAILY"], "INTERVAL": [-1]}, "steps of nothing"),
        ({"FREQ": ["DAILY"], "BYMINUTE": range(60)}, "more than 48 times a day"),
        ({"FREQ": ["DAILY"], "BYDAY": ["XX"]}, "weekday “XX”"),
    ],
)
def test_what_is_not_followed_is_named(rule, sentence):
    with pytest.raises(CalendarError, match=sentence):
        read_rule(rule, datetime(2026, 1, 1))


def test_rules_written_to_keep_a_reader_busy_are_refused():
    rule = read_rule({"FREQ": ["DAILY"], "COUNT": [10**9]}, datetime(1900, 1, 1), Steps(1_000))
    with pytest.raises(TooMuch, match="too many years"):
        list(rule.starts(date(2026, 1, 1), date(2026, 1, 2)))
