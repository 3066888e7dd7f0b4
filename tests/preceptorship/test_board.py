"""The board of an intake: one reason each, the most pressing first; and a manager's team today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.assessment.actions.contesting import withdraw_sign_off
from guildhall.assessment.actions.observations import take_back_observation
from guildhall.assessment.actions.passports import open_passports
from guildhall.assessment.actions.summaries import follow_terms, keep_summary
from guildhall.assessment.models import Passport, PassportSummary
from guildhall.assessment.queries.gate import gates_of
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.team import team_today
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.preceptorship.needs import Need
from guildhall.preceptorship.queries.board import Narrowed, board, board_rows
from guildhall.preceptorship.queries.load import Load
from guildhall.relationships.models import Relationship
from tests.assessment.ground import make_framework
from tests.assessment.seeing import see
from tests.assessment.signed import see as seen_by
from tests.assessment.signed import sign
from tests.concerns.ground import raised
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW, World, make_person

TODAY = NOW.date()


@pytest.fixture
def cohort(world):
    return cohort_of(preceptorship(world.alder, framework=make_framework().framework))


@pytest.fixture
def noor(world, cohort) -> Passport:
    """Noor with Gwen for a year from today."""
    return passport_of(cohort, world.gwen, world.noor)


def passport_of(cohort, guiding, learning) -> Passport:
    pair = make_pair(guide(cohort, guiding, places=5), learner(cohort, learning))
    Relationship.objects.filter(pk=pair.pk).update(ends_on=TODAY + timedelta(days=364))
    follow_terms()
    return Passport.objects.get(learner=learning)


def rows(world: World, by: str = "maren", *, days: int = 0, **narrowed):
    today = TODAY + timedelta(days=days)
    found = board(world.actor(by), Narrowed(**narrowed), today=today)
    return board_rows(found, found.ranked)


def counts(world: World, *, days: int = 0, by: str = "maren") -> dict[str, int]:
    found = board(world.actor(by), Narrowed(), today=TODAY + timedelta(days=days))
    return {need.name: n for need, n in found.counts.items() if n}


def test_a_new_passport_has_its_summary(noor):
    row = noor.summary
    assert (row.total, row.signed, row.steps, row.was_seen) == (4, 0, "----", False)
    assert (row.starts_on, row.ends_on) == (TODAY, TODAY + timedelta(days=364))


def test_what_is_seen_and_signed_follows_at_once(noor, world):
    see(noor, world.actor("gwen"), "iv-push", "3")
    row = see(noor, world.actor("gwen"), "transfusion", "2a", seen_at=NOW)
    signed = sign(world, noor, "catheter")
    summary = PassportSummary.objects.get(passport=noor)
    assert (summary.steps, summary.signed, summary.was_seen) == ("32e-", 1, True)
    take_back_observation(observation=row, by=world.actor("gwen"), at=NOW)
    withdraw_sign_off(row=signed, why="Wrong", by=world.actor("gwen"), at=NOW)
    summary.refresh_from_db()
    assert (summary.steps, summary.signed) == ("3-4-", 0)


def test_on_track_is_counted_and_not_listed(noor, world):
    see(noor, world.actor("gwen"))
    assert counts(world) == {"ON_TRACK": 1}
    assert rows(world) == []
    (row,) = rows(world, need=Need.ON_TRACK)
    assert (row.learner, row.passport) == ("Noor Rahimi", noor.pk)


def test_not_seen_for_a_fortnight(noor, world):
    see(noor, world.actor("gwen"))
    assert counts(world, days=14) == {"ON_TRACK": 1}
    assert counts(world, days=15) == {"UNSEEN": 1}


def test_behind_an_even_pace(noor, world):
    """Fifteen percent of four is none, so one of four is asked for after a quarter of the time."""
    for days in (80, 91):
        at = NOW + timedelta(days=days)
        see(noor, world.actor("gwen"), seen_at=at, at=at)
        assert counts(world, days=days) == {"ON_TRACK" if days == 80 else "BEHIND": 1}
    (row,) = rows(world, days=91)
    assert (row.signed, row.expected) == (0, 1)
    sign(world, noor, at=at)
    assert counts(world, days=91) == {"ON_TRACK": 1}


def test_an_extension_moves_the_pace_with_the_next_turn_of_the_clock(noor, world):
    before = noor.summary.behind_on
    Relationship.objects.update(ends_on=TODAY + timedelta(days=728))
    assert follow_terms() == 1
    assert follow_terms() == 0
    assert PassportSummary.objects.get().behind_on > before


def test_a_critical_sign_off_that_lapses_and_lapsed(noor, world):
    for person in (world.gwen, world.omar):
        seen_by(noor, "iv-push", person, person)
    sign(world, noor, "iv-push")
    at = NOW + timedelta(days=320)
    for key in ("catheter", "handover"):
        sign(world, noor, key, at=at)
    see(noor, world.actor("gwen"), seen_at=at, at=at)
    assert counts(world, days=320)["LAPSES"] == 1
    (row,) = rows(world, days=400)
    assert (row.need, row.lapses) == (Need.LAPSED, "IV push medication")


def test_an_open_concern_comes_first_and_only_for_whoever_may_read_it(noor, world):
    raised(noor.relationships.get(), world)
    (row,) = rows(world)
    assert row.need == Need.CONCERN
    assert row.concern is not None
    # Not shared yet: the manager does not learn of it here either.
    assert counts(world, by="milo") == {"ON_TRACK": 1}


def test_a_guide_with_too_many_says_so_without_a_number(noor, world, cohort):
    see(noor, world.actor("gwen"))
    Profile.objects.filter(person=world.gwen).update(capacity=1)
    (row,) = rows(world, need=Need.ON_TRACK)
    assert [one.load for one in row.guides] == [Load.AT]
    elsewhere = cohort_of(preceptorship(world.alder, "Without a framework"))
    make_pair(guide(elsewhere, world.gwen, places=5), learner(elsewhere, world.tomas))
    Profile.objects.filter(person=world.gwen).update(capacity=1)
    (row,) = rows(world)
    assert (row.need, [one.load for one in row.guides]) == (Need.OVERLOADED, [Load.OVER])


def test_a_pair_that_rests_is_not_counted_as_unseen(noor, world):
    Relationship.objects.update(state="paused")
    assert counts(world, days=30) == {"RESTS": 1}


def test_a_pair_that_ended_is_not_on_the_board(noor, world):
    Relationship.objects.update(state="closed")
    assert counts(world) == {}


def test_narrowed_by_intake_program_and_month(noor, world, cohort):
    other = cohort_of(preceptorship(world.alder, "Second", framework=make_framework().framework))
    passport_of(other, world.omar, world.tomas)
    assert len(rows(world, days=15)) == 2
    assert [one.learner for one in rows(world, days=15, cohort=cohort.pk)] == ["Noor Rahimi"]
    assert [one.learner for one in rows(world, days=15, program=other.program_id)] == [
        "Tomas Weber"
    ]
    assert len(rows(world, days=15, month=TODAY.replace(day=1))) == 2
    assert rows(world, days=15, month=TODAY.replace(year=2020, day=1)) == []


def test_others_houses_see_nothing(noor, world):
    assert counts(world, by="olga") == {}
    assert counts(world, by="vera") == {"ON_TRACK": 1}


def test_the_same_queries_for_one_and_for_five(noor, world, cohort):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert rows(world, days=15)
        return len(queries)

    few = asked()
    for name in ("Ana One", "Ben Two", "Cia Three", "Dan Four"):
        passport_of(cohort, world.gwen, make_person(world.alder, name))
    assert len(rows(world, days=15)) == 5
    assert asked() == few


def test_the_summary_never_says_more_than_the_record(noor, world):
    """Whatever was kept is what keeping it anew gives."""
    see(noor, world.actor("gwen"))
    sign(world, noor)
    fields = [one.name for one in PassportSummary._meta.fields if one.name != "id"]
    before = PassportSummary.objects.values_list(*fields).get()
    open_passports([noor.relationships.get()], SYSTEM, NOW)
    keep_summary(noor)
    assert PassportSummary.objects.values_list(*fields).get() == before


def test_the_team_may_alone_what_the_gate_allows(noor, world):
    sign(world, noor, "catheter")
    sign(world, noor, "handover", level="5")
    see(noor, world.actor("gwen"), "iv-push", "4")
    (member,) = team_today(world.actor("milo"), today=TODAY).members
    assert member.passport == noor
    allowed = {one.competency.key for one in gates_of(record_of(noor), today=TODAY) if one.is_yes}
    assert {one.key for one in member.alone} == allowed == {"catheter", "handover"}
    assert team_today(world.actor("maren"), today=TODAY).members == []
