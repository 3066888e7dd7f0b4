"""What a record says: the published figures, the rules, and what must hold for any record."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.competence import (
    Answer,
    Asked,
    Autonomy,
    CompetenceError,
    Scale,
    Seen,
    Signed,
    State,
    gap_between,
    gate,
    observations_for,
    reliability,
    stand,
)

TODAY = date(2026, 11, 22)
SCALE = Scale.of(
    [("1", 1), ("2a", 2), ("2b", 2), ("3a", 3), ("3b", 3), ("3c", 3), ("4", 4), ("5", 5)]
)
CODES = [level.code for level in SCALE.levels]
SEEN = st.builds(
    Seen,
    st.sampled_from(CODES),
    st.integers(1, 4),
    st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days)),
)
RECORDS = st.lists(SEEN, max_size=14)
ENTRUST = Asked("4", observations=10, people=3, fresh_days=60, last=3, floor="3a")


def seen(level: str, by: int, days_ago: int = 1) -> Seen:
    return Seen(level, by, TODAY - timedelta(days=days_ago))


def test_ten_observations_by_three_people_are_ready_and_nine_are_not():
    ten = [seen("4", by=number % 3) for number in range(10)]

    nine = stand(SCALE, ENTRUST, seen=ten[:9], signed=None, today=TODAY)

    assert (nine.state, nine.more_observations, nine.more_people) == (State.GROWING, 1, 0)
    assert stand(SCALE, ENTRUST, seen=ten, signed=None, today=TODAY).state == State.READY


def test_one_person_alone_never_makes_a_decision_ready():
    alone = [seen("4", by=1) for _ in range(30)]

    standing = stand(SCALE, ENTRUST, seen=alone, signed=None, today=TODAY)

    assert (standing.state, standing.more_people) == (State.GROWING, 2)


def test_an_old_record_and_a_fall_back_wait():
    ten = [seen("4", by=number % 3, days_ago=61) for number in range(10)]
    assert stand(SCALE, ENTRUST, seen=ten, signed=None, today=TODAY).is_stale

    ten = [seen("4", by=number % 3, days_ago=5) for number in range(10)]
    fallen = stand(SCALE, ENTRUST, seen=[*ten, seen("2b", 1)], signed=None, today=TODAY)
    assert fallen.fell_back
    assert fallen.state == State.GROWING


def test_what_comes_first_is_waited_for():
    asked = Asked("4", first=("hands",))

    waiting = stand(SCALE, asked, seen=[seen("4", 1)], signed=None, today=TODAY)
    ready = stand(
        SCALE, asked, seen=[seen("4", 1)], signed=None, holding=frozenset({"hands"}), today=TODAY
    )

    assert waiting.waits_for == ("hands",)
    assert ready.state == State.READY


@pytest.mark.parametrize(
    ("until", "state", "answer"),
    [
        (None, State.SIGNED, Answer.ALONE),
        (TODAY + timedelta(days=61), State.SIGNED, Answer.ALONE),
        (TODAY + timedelta(days=60), State.LAPSES_SOON, Answer.ALONE),
        (TODAY, State.LAPSES_SOON, Answer.ALONE),
        (TODAY - timedelta(days=1), State.LAPSED, Answer.NO),
    ],
)
def test_a_sign_off_holds_until_its_last_day(until, state, answer):
    signed = Signed("4", TODAY - timedelta(days=300), until)

    standing = stand(SCALE, ENTRUST, seen=[], signed=signed, today=TODAY)

    assert standing.state == state
    assert gate(SCALE, standing, signed_level="4").answer == answer


def test_a_contested_sign_off_answers_no():
    signed = Signed("4", TODAY, is_contested=True)
    standing = stand(SCALE, ENTRUST, seen=[], signed=signed, today=TODAY)

    assert gate(SCALE, standing, signed_level="4").answer == Answer.NO


@pytest.mark.parametrize(
    ("level", "answer"),
    [
        ("1", Answer.WATCH),
        ("2b", Answer.BESIDE),
        ("3a", Answer.AT_HAND),
        ("4", Answer.AT_HAND),
        ("5", Answer.AT_HAND),
    ],
)
def test_without_a_sign_off_nobody_works_alone(level, answer):
    standing = stand(SCALE, ENTRUST, seen=[seen(level, 1)], signed=None, today=TODAY)

    assert gate(SCALE, standing).answer == answer


def test_nothing_seen_is_no():
    standing = stand(SCALE, ENTRUST, seen=[], signed=None, today=TODAY)

    assert gate(SCALE, standing).answer == Answer.NO


@given(RECORDS, st.randoms())
def test_the_order_of_a_record_changes_nothing(record, random):
    shuffled = list(record)
    random.shuffle(shuffled)

    assert stand(SCALE, ENTRUST, seen=record, signed=None, today=TODAY) == stand(
        SCALE, ENTRUST, seen=shuffled, signed=None, today=TODAY
    )


@given(RECORDS)
def test_one_more_good_observation_never_takes_readiness_away(record):
    before = stand(SCALE, ENTRUST, seen=record, signed=None, today=TODAY)
    after = stand(SCALE, ENTRUST, seen=[*record, seen("4", 9, 0)], signed=None, today=TODAY)

    assert before.state != State.READY or after.state == State.READY
    assert after.more_observations <= before.more_observations


@given(RECORDS)
def test_without_a_sign_off_the_gate_never_says_alone(record):
    standing = stand(SCALE, ENTRUST, seen=record, signed=None, today=TODAY)

    assert gate(SCALE, standing).answer != Answer.ALONE


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_gap_turns_its_sign_with_its_sides(own, other):
    assert (
        gap_between(SCALE, own=own, other=other).steps
        == -gap_between(SCALE, own=other, other=own).steps
    )


def test_two_steps_too_sure_of_a_critical_thing_ask_for_an_observation():
    gap = gap_between(SCALE, own="3b", other="2b")

    assert gap.asks_for_an_observation(is_critical=True)
    assert not gap.asks_for_an_observation(is_critical=False)
    assert not gap_between(SCALE, own="3a", other="2b").asks_for_an_observation(is_critical=True)


@given(st.integers(1, 200))
def test_reliability_grows_and_is_reached_by_its_own_count(count):
    assert reliability(count) < reliability(count + 1) < 1
    assert observations_for(reliability(count)) == count


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([("1", 1)], "two levels"),
        ([("1", 1), ("1", 2)], "twice"),
        ([("1", 3), ("2", 2)], "allows less"),
    ],
)
def test_a_scale_that_cannot_order_is_refused(levels, words):
    with pytest.raises(CompetenceError, match=words):
        Scale.of(levels)


@pytest.mark.parametrize(
    "wrong",
    [
        {"observations": 0},
        {"people": 0},
        {"observations": 2, "people": 3},
        {"fresh_days": 0},
        {"last": -1},
    ],
)
def test_what_nobody_could_meet_is_refused(wrong):
    with pytest.raises(CompetenceError):
        Asked("4", **wrong)


def test_an_unknown_level_is_named():
    with pytest.raises(CompetenceError, match="“6”"):
        stand(SCALE, ENTRUST, seen=[Seen("6", 1, TODAY)], signed=None, today=TODAY)


def test_levels_order_and_do_not_add():
    assert Autonomy.TEACH > Autonomy.ALONE
    with pytest.raises(TypeError):
        SCALE.levels[0] + SCALE.levels[1]  # type: ignore[operator]


@pytest.mark.parametrize("module", ["levels", "confidence", "gaps"])
def test_examples_in_the_docstrings(module):
    found = doctest.testmod(import_module(f"guildhall.engine.competence.{module}"))

    assert found.attempted
    assert not found.failed
