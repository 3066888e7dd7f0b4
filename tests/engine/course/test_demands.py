"""Which meetings a standard demands: the published ones, and what holds for all of them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.course import (
    FINAL,
    INITIAL,
    INTERIM,
    REVIEW,
    Demanded,
    demands,
    last_day_for,
    longest_day,
)

START = date(2026, 11, 16)
CORE, GOLD = Demanded(first_days=14), Demanded(first_days=7, most_gap=62)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def days(n: int) -> date:
    return START + timedelta(days=n)


def kinds(found) -> list[str]:
    return [one.kind for one in found]


def test_the_core_standard_asks_for_three():
    found = demands(CORE, start=START, end=days(181))
    assert [(one.kind, (one.by - START).days) for one in found] == [
        (INITIAL, 14),
        (INTERIM, 90),
        (FINAL, 181),
    ]


def test_the_gold_standard_asks_for_one_every_two_months():
    found = demands(GOLD, start=START, end=days(364))
    assert kinds(found) == [INITIAL, REVIEW, REVIEW, INTERIM, REVIEW, REVIEW, FINAL]
    assert [(one.by - START).days for one in found] == [7, 65, 123, 182, 242, 303, 364]


def test_what_was_held_is_not_demanded_again_and_counts_for_the_gap():
    held = [(INITIAL, days(5)), (REVIEW, days(40))]
    found = demands(GOLD, start=START, end=days(364), held=held)
    assert kinds(found).count(INITIAL) == 0
    assert found[0].kind == REVIEW
    assert (found[0].by - days(40)).days <= 62


def test_a_named_meeting_that_nobody_held_stays_demanded():
    found = demands(CORE, start=START, end=days(181), held=[(INTERIM, days(95))])
    assert kinds(found) == [INITIAL, FINAL]


@given(start=DAYS, length=st.integers(1, 800), gap=st.integers(7, 184), first=st.integers(1, 31))
def test_no_gap_is_longer_and_the_last_is_on_the_last_day(start, length, gap, first):
    end = start + timedelta(days=length)
    found = demands(Demanded(first_days=first, most_gap=gap), start=start, end=end)
    assert found[-1].by == end
    assert kinds(found).count(FINAL) == kinds(found).count(INITIAL) == 1
    assert all((b - a).days <= gap for a, b in pairwise([start, *(one.by for one in found)]))
    assert all(start <= one.by <= end for one in found)


@given(
    length=st.integers(30, 800),
    gap=st.integers(14, 184),
    held=st.lists(st.tuples(st.sampled_from([INITIAL, REVIEW, INTERIM]), st.integers(0, 800))),
)
def test_whatever_was_held_nothing_named_is_demanded_twice(length, gap, held):
    end = days(length)
    done = [(kind, days(min(day, length))) for kind, day in held]
    found = demands(Demanded(14, most_gap=gap), start=START, end=end, held=done)
    for kind in (INITIAL, INTERIM, FINAL):
        assert kinds(found).count(kind) <= (0 if kind in {one for one, _day in done} else 1)
    last = max([START, *(day for _kind, day in done)])
    assert all(one.by > last for one in found if one.kind == REVIEW)


@given(share=st.integers(10, 100), length=st.integers(30, 400))
def test_part_time_takes_as_much_longer(share, length):
    last = days(length - 1)
    found = last_day_for(start=START, last=last, share=share, longest=None)
    taken = (found - START).days + 1
    assert taken * share >= length * 100 > (taken - 1) * share
    most = longest_day(start=START, most_days=548)
    assert last_day_for(start=START, last=last, share=share, longest=most) <= max(most, last)


def test_days_of_rest_do_not_count_for_the_longest():
    assert longest_day(start=START, most_days=548, paused_days=30) == days(577)
    assert longest_day(start=START, most_days=None) is None
