"""Quick ways of reading say the same as the long ones."""

from datetime import timedelta

import pytest

from guildhall.core import clock
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import SYSTEM, Actor, Grant
from guildhall.programs.access import (
    CHANGE_PROGRAM,
    PROGRAM,
    SEE_ENROLLMENT,
    SEE_PROGRAM,
    reads_whole,
    runs,
)
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.queries import lists
from guildhall.programs.queries.lists import cohort_counts
from guildhall.programs.queries.parts import live_parts
from guildhall.programs.queries.waiting import Waiting, cohorts_in_sight, waiting_in
from guildhall.programs.states import LIVE, EnrollmentState, Side
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

S = EnrollmentState
WHO = ("maren", "ada", "vera", "milo", "gwen", "noor", "olga")


@pytest.fixture
def scene(world):
    """Two houses with a program each; Calder is a partner of Alder's."""
    own, other = make_program(world.alder, "Own"), make_program(world.calder, "Other")
    own.partners.add(world.calder)
    alder, calder = make_cohort(own), make_cohort(other)
    for cohort, person, side in (
        (alder, world.gwen, Side.GUIDE),
        (alder, world.noor, Side.LEARNER),
        (alder, world.olga, Side.LEARNER),
        (calder, world.gwen, Side.GUIDE),
        (calder, world.tomas, Side.LEARNER),
    ):
        Enrollment.objects.create(
            cohort=cohort, person=person, side=side, state=S.APPROVED, created_at=NOW
        )
    return own, other


def actors(world, *programs: Program) -> list[Actor]:
    """Everybody, the system, and an outsider with each role in one program."""
    own, _other = programs
    lent = [
        Actor(person_id=world.tomas.pk, grants=frozenset({Grant(PROGRAM, own.pk, role)}))
        for role in ("coordinator", "viewer", "screener")
    ]
    return [*(world.actor(name) for name in WHO), *lent, SYSTEM]


def test_grants_alone_say_what_the_access_says(world, scene):
    for actor in actors(world, *scene):
        for quick, access in ((reads_whole, SEE_PROGRAM), (runs, CHANGE_PROGRAM)):
            told = {row.pk for row in scene if quick(actor, row)}
            assert told == set(visible_to(access, actor).values_list("pk", flat=True)), actor


def test_parts_are_those_whose_enrollment_is_seen(world, scene):
    people = [world.gwen.pk, world.noor.pk, world.olga.pk, world.tomas.pk]
    seen_by_any = set()
    for actor in actors(world, *scene):
        rows = Enrollment.objects.filter(person_id__in=people, state__in=LIVE)
        seen = visible_to(SEE_ENROLLMENT, actor, rows).order_by("-pk")
        expected = list(seen.values_list("person_id", "side", "cohort__program__name", "state"))
        found = live_parts(actor, people)
        assert [(row.person_id, row.side, row.program, row.state) for row in found] == expected
        seen_by_any.add(len(expected))
    assert len(seen_by_any) > 3  # they do see different ones


def test_parts_speak_the_words_of_their_program(world, scene):
    (row,) = live_parts(world.actor("maren"), [world.noor.pk])
    assert (row.side_word, row.program) == ("Mentee", "Own")


def test_parts_cost_the_same_for_one_and_many(world, scene, django_assert_num_queries):
    actor = world.actor("olga")
    with django_assert_num_queries(3):
        live_parts(actor, [world.gwen.pk])
    with django_assert_num_queries(3):
        live_parts(actor, [world.gwen.pk, world.noor.pk, world.olga.pk, world.tomas.pk])


def test_crowds_are_a_moment_old_and_all_others_are_not(world, scene, monkeypatch):
    monkeypatch.setattr(lists, "CROWD", 2)
    lists.CROWDS.clear()
    cohort = scene[0].cohorts.get()
    first = cohort.enrollments.first()
    Enrollment.objects.update(state=S.APPROVED)

    def counts() -> tuple[int, int]:
        found = cohort_counts(world.actor("maren"), cohort)
        return found.both(S.APPROVED), found.both(S.WITHDRAWN)

    with clock.moved_to(NOW):
        assert counts() == (3, 0)
        Enrollment.objects.filter(pk=first.pk).update(state=S.WITHDRAWN)
        assert counts() == (3, 1)
    with clock.moved_to(NOW + timedelta(seconds=6)):
        assert counts() == (2, 1)
    lists.CROWDS.clear()


def test_small_cohorts_are_counted_as_they_are(world, scene):
    lists.CROWDS.clear()
    cohort = scene[0].cohorts.get()
    maren = world.actor("maren")
    with clock.moved_to(NOW):
        before = cohort_counts(maren, cohort)
        assert before == cohort_counts(maren, cohort)
        cohort.enrollments.filter(side=Side.GUIDE).update(state=S.WITHDRAWN)
        assert cohort_counts(maren, cohort).of(Side.GUIDE, S.WITHDRAWN) == 1


def test_who_waits_in_a_cohort(world, scene):
    cohort = scene[0].cohorts.get()
    cohort.enrollments.update(state=S.APPROVED)
    cohort.enrollments.filter(person=world.olga).update(state=S.APPLIED, applied_at=NOW)
    assert waiting_in([cohort.pk]) == {
        cohort.pk: Waiting(applications=1, oldest=NOW, guides=1, learners=1)
    }


def test_only_cohorts_that_one_sees_whole_are_in_sight(world, scene):
    own, other = (row.cohorts.get() for row in scene)
    assert set(cohorts_in_sight(world.actor("maren"))) == {own}
    assert set(cohorts_in_sight(world.actor("olga"))) == {other}
    assert set(cohorts_in_sight(world.actor("noor"))) == set()
    own.archived_at = NOW
    own.save()
    assert set(cohorts_in_sight(world.actor("maren"))) == set()
