"""The clock: 60, 30 and 7 days before, and on the day after."""

from datetime import timedelta

import pytest

from guildhall.jobs.schedule import SCHEDULE
from guildhall.notify.models import Notice
from guildhall.preceptorship.actions.standing_clock import keep_standings
from guildhall.preceptorship.actions.standings import renew, suspend
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.preceptorship.standing_ground import TODAY, certified, days, standing_of, update
from tests.relationships.factories import make_pair

END = TODAY + timedelta(days=100)


def told(kind: str) -> int:
    return Notice.objects.filter(kind=f"preceptorship.{kind}").count()


def test_it_is_on_the_schedule():
    assert "preceptorship.standings" in {entry.kind for entry in SCHEDULE}


def test_nothing_happens_before_the_sixtieth_day(world):
    certified(world, until=END)
    assert keep_standings(at=days(39)) == 0
    assert standing_of(world.gwen).state == "certified"


def test_each_warning_comes_once_on_its_day(world):
    certified(world, until=END)
    twice = {
        day: (keep_standings(at=days(day)), keep_standings(at=days(day))) for day in range(30, 101)
    }
    told_on = {day: n for day, n in twice.items() if any(n)}
    assert told_on == dict.fromkeys((40, 70, 93), (1, 0))
    assert (told("lapses_soon"), standing_of(world.gwen).state) == (3, "lapsing")


def test_its_last_day_belongs_to_it_and_then_it_lapses(world):
    certified(world, until=END)
    keep_standings(at=days(100))
    assert standing_of(world.gwen).state == "lapsing"
    assert keep_standings(at=days(101)) == 1
    assert standing_of(world.gwen).state == "lapsed"
    assert (told("lapsed"), told("not_able_lead")) == (1, 0)
    assert keep_standings(at=days(102)) == 0


def test_what_was_slept_through_is_told_once_and_only_the_latest(world):
    certified(world, until=END)
    assert keep_standings(at=days(95)) == 1
    assert told("lapses_soon") == 1


def test_pairs_go_on_and_the_coordinator_is_told(world):
    certified(world, until=END)
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    assert keep_standings(at=days(101)) == 2
    pair.refresh_from_db()
    notice = Notice.objects.get(kind="preceptorship.not_able_lead")
    assert (pair.state, notice.person) == ("active", world.maren)


def test_a_renewal_begins_a_new_round_of_warnings(world):
    row = certified(world, until=END)
    keep_standings(at=days(40))
    update(row, world, at=days(45))
    row = renew(standing=row, by=world.actor("maren"), at=days(50))
    assert keep_standings(at=days(93)) == 0
    left = (row.valid_until - TODAY).days
    assert keep_standings(at=days(left - 60)) == 1


@pytest.mark.parametrize("day", [40, 101])
def test_who_is_suspended_hears_nothing_of_it(world, day):
    row = certified(world, until=END)
    suspend(standing=row, words="Open review", by=world.actor("maren"), at=days(1))
    assert keep_standings(at=days(day)) == 0
    assert standing_of(world.gwen).state == "suspended"
