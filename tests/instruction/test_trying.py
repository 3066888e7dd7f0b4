"""Tries: who notes them, how the ladder is climbed, who reads them, what is refused."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.instruction.access import READ_TRY
from guildhall.instruction.actions.trying import confirm_try, remove_try
from guildhall.instruction.models import Try
from guildhall.instruction.queries.ladder import rung_of, rungs_of, unanswered_tries
from guildhall.permissions.access import visible_to
from guildhall.preceptorship.models import Backup
from guildhall.relationships.actions.course import close_relationship, pause_relationship
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.world import NOW


def kinds() -> list[str]:
    rows = Event.objects.filter(kind__startswith="try_").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def reached(ground, key="iv-push", who="noor"):
    found = rung_of(ground.fresh(), ground.competency(key), actor=ground.world.actor(who))
    return found.reached


def test_both_of_the_pair_note_tries_and_nobody_is_told(ground):
    one = ground.tried("noor", step="seen", went_well=" Calm ", next_step="Say it aloud")
    other = ground.tried("gwen", step="together")
    assert (one.went_well, one.next_step, one.noted_by) == ("Calm", "Say it aloud", one.learner)
    assert other.learner == ground.world.noor
    assert kinds() == ["try_noted", "try_noted"]
    event = Event.objects.filter(kind="try_noted").first()
    assert "Calm" not in str(event.ids)


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "omar"])
def test_nobody_else_notes_or_reads_any(ground, name):
    one = ground.tried()
    with pytest.raises(NotVisible):
        ground.tried(name)
    actor = ground.world.actor(name)
    assert list(visible_to(READ_TRY, actor)) == []
    with pytest.raises(NotVisible):
        confirm_try(tried=one, by=actor, at=NOW)


def test_the_ladder_never_goes_back_by_itself(ground):
    for step in ("seen", "watched", "together"):
        ground.tried(step=step)
    assert reached(ground) == "watched"
    assert reached(ground, "catheter") is None


def test_a_try_alone_needs_the_preceptors_yes(ground):
    gwen, noor = ground.world.actor("gwen"), ground.world.actor("noor")
    ground.tried(step="watched")
    one = ground.tried(step="alone")
    assert reached(ground) == "watched"
    assert unanswered_tries(gwen) == [one]
    assert unanswered_tries(noor) == []
    with pytest.raises(NotAllowed):
        confirm_try(tried=one, by=noor, at=NOW)
    confirm_try(tried=one, by=gwen, at=NOW)
    confirm_try(tried=one, by=gwen, at=NOW + timedelta(hours=1))
    one.refresh_from_db()
    assert (one.confirmed_by, one.confirmed_at) == (ground.world.gwen, NOW)
    assert reached(ground) == "alone"
    assert kinds() == ["try_noted", "try_noted", "try_confirmed"]


def test_what_the_preceptor_notes_as_alone_is_the_yes(ground):
    ground.tried("gwen", step="alone")
    assert reached(ground) == "alone"


def test_only_what_was_done_alone_needs_a_yes(ground):
    one = ground.tried(step="watched")
    with pytest.raises(WrongState, match="Only what was done alone"):
        confirm_try(tried=one, by=ground.world.actor("gwen"), at=NOW)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"step": "dreamed"}, "step"),
        ({"on": NOW.date() + timedelta(days=2)}, "on"),
        ({"went_well": "x" * 501}, "went_well"),
    ],
)
def test_what_cannot_be_noted(ground, changes, name):
    with pytest.raises(InvalidInput) as refused:
        ground.tried(**changes)
    assert list(refused.value.problems) == [name]
    assert Try.objects.count() == 0


def test_only_whoever_noted_a_try_takes_it_away(ground):
    one = ground.tried("noor")
    with pytest.raises(NotAllowed):
        remove_try(tried=one, by=ground.world.actor("gwen"), at=NOW)
    remove_try(tried=one, by=ground.world.actor("noor"), at=NOW)
    assert Try.objects.count() == 0
    assert kinds() == ["try_noted", "try_removed"]


def test_a_pair_that_rests_writes_nothing_new(ground):
    gwen = ground.world.actor("gwen")
    pause_relationship(relationship=ground.pair, by=gwen, at=NOW)
    with pytest.raises(WrongState, match="Paused"):
        ground.tried()


def test_a_former_preceptor_reads_none_and_the_next_one_goes_on(ground):
    world = ground.world
    one = ground.tried(step="watched")
    close_relationship(relationship=ground.pair, reason="moved", by=world.actor("gwen"), at=NOW)
    assert list(visible_to(READ_TRY, world.actor("gwen"))) == []
    assert list(visible_to(READ_TRY, world.actor("noor"))) == [one]
    cohort = cohort_of(ground.pair.program, "Autumn 2027")
    pair = make_pair(guide(cohort, world.omar), learner(cohort, world.noor))
    assert rung_of(pair, ground.competency(), actor=world.actor("omar")).reached == "watched"


def test_the_named_backup_tries_along_from_their_yes_to_the_end(ground):
    world, one = ground.world, ground.tried(step="alone")
    row = Backup.objects.create(relationship=ground.pair, person=world.omar, named_at=NOW)
    with pytest.raises(NotVisible):
        confirm_try(tried=one, by=world.actor("omar"), at=NOW)
    row.accepted_at = NOW
    row.save()
    omar = world.actor("omar")
    assert list(visible_to(READ_TRY, omar)) == [one]
    confirm_try(tried=one, by=omar, at=NOW)
    assert ground.tried("omar", step="watched").learner == world.noor
    with pytest.raises(NotVisible):
        ground.noted("omar")
    row.ended_at = NOW
    row.save()
    assert list(visible_to(READ_TRY, world.actor("omar"))) == []


def test_who_mentors_the_same_learner_reads_none(ground):
    world = ground.world
    ground.tried()
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(guide(cohort, world.tomas), learner(cohort, world.noor), opens_at_once=True)
    assert row.state == "active"
    assert list(visible_to(READ_TRY, world.actor("tomas"))) == []


def test_all_rungs_take_the_same_queries_however_many_tries(ground, django_assert_num_queries):
    actor, row = ground.world.actor("noor"), ground.fresh()
    ground.tried()
    with django_assert_num_queries(5):
        rungs_of(row, actor=actor)
    for step in ("seen", "watched", "alone"):
        ground.tried(step=step, competency=ground.competency("catheter"))
    row = ground.fresh()
    with django_assert_num_queries(5):
        found = rungs_of(row, actor=actor)
    assert [(one.competency.key, one.reached) for one in found] == [
        ("iv-push", "together"),
        ("transfusion", None),
        ("catheter", "watched"),
        ("handover", None),
    ]
    assert found[2].waiting is not None
