"""Passports open with pairs, go with the learner, and are read by few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.assessment.access import (
    BUILD_PASSPORT,
    OBSERVE_PASSPORT,
    OVERSEE_PASSPORTS,
    READ_PASSPORT,
)
from guildhall.assessment.actions.passports import open_passport
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import held_by, passport_rows
from guildhall.audit.models import Event
from guildhall.core.errors import NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Membership, RoleGrant
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import ProgramGrant
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.opening import NewPair, Seat, open_many
from guildhall.relationships.plans import Terms
from tests.assessment.ground import make_framework
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW

CAST = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")


@pytest.fixture
def program(world):
    """A preceptorship whose learners are assessed."""
    return preceptorship(world.alder, framework=make_framework().framework)


def pair_of(program, world, *, guide_name="gwen", learner_name="noor", cohort=None):
    cohort = cohort or cohort_of(program)
    return make_pair(
        guide(cohort, getattr(world, guide_name), places=3),
        learner(cohort, getattr(world, learner_name), places=2),
    )


def who_may(access, passport, world) -> set[str]:
    return {name for name in CAST if may(access, world.actor(name), passport)}


def test_a_pair_that_begins_opens_its_learners_passport(program, world):
    pair = pair_of(program, world)
    passport = Passport.objects.get()
    assert (passport.learner, passport.organization) == (world.noor, world.alder)
    assert list(passport.relationships.all()) == [pair]
    assert Event.objects.filter(kind="passport_opened").count() == 1


def test_a_program_without_a_framework_opens_none(pair):
    assert not Passport.objects.exists()


def test_a_new_preceptor_takes_over_the_same_passport(program, world):
    cohort = cohort_of(program)
    first = pair_of(program, world, cohort=cohort)
    close_relationship(relationship=first, by=world.actor("maren"), at=NOW)
    second = make_pair(guide(cohort, world.omar), learner(cohort_of(program, "Fall"), world.noor))
    passport = Passport.objects.get()
    assert set(passport.relationships.all()) == {first, second}
    assert may(READ_PASSPORT, world.actor("omar"), passport)
    assert not may(READ_PASSPORT, world.actor("gwen"), passport)


def test_many_pairs_begin_in_the_same_number_of_queries(program, world):
    cohort = cohort_of(program)
    terms = Terms.of_cohort(cohort)

    def count(people) -> int:
        seats = [
            NewPair((Seat(world.gwen.pk, "guide"), Seat(person.pk, "learner"))) for person in people
        ]
        for person in (world.gwen, *people):
            learner(cohort, person)
        guide(cohort, world.gwen, places=9)
        with CaptureQueriesContext(connection) as found:
            open_many(terms=terms, pairs=seats, by=SYSTEM, at=NOW)
        return len(found)

    assert count([world.noor]) == count([world.tomas, world.omar, world.vera])
    assert Passport.objects.count() == 4


def test_who_reads_who_observes_who_oversees(passport, world):
    readers = {"noor", "gwen", "maren", "ada", "vera", "milo"}
    assert who_may(READ_PASSPORT, passport, world) == readers
    assert who_may(OBSERVE_PASSPORT, passport, world) == {"gwen"}
    assert who_may(BUILD_PASSPORT, passport, world) == {"noor", "gwen"}
    assert who_may(OVERSEE_PASSPORTS, passport, world) == {"maren", "ada", "vera", "milo"}


def test_a_manager_reads_only_their_own_reports(passport, world):
    Membership.objects.filter(person=world.noor).update(manager=world.ada)
    assert not may(READ_PASSPORT, world.actor("milo"), passport)


def test_a_coordinator_of_the_program_reads_it(passport, pair, world):
    ProgramGrant.objects.create(
        program=pair.relationship.program, person=world.omar, role="coordinator", granted_at=NOW
    )
    assert may(OVERSEE_PASSPORTS, world.actor("omar"), passport)


def test_a_partners_staff_reads_only_its_own_people(passport, pair, world):
    pair.relationship.program.partners.add(world.calder)
    assert not may(READ_PASSPORT, world.actor("olga"), passport)
    Membership.objects.create(organization=world.calder, person=world.noor, started_at=NOW)
    assert may(READ_PASSPORT, world.actor("olga"), passport)


def test_a_pair_from_before_opens_its_passport_by_a_button(pair, world):
    pair.relationship.program.framework = make_framework().framework
    pair.relationship.program.save()
    opened = open_passport(relationship=pair.relationship, by=world.actor("gwen"), at=NOW)
    again = open_passport(relationship=pair.relationship, by=world.actor("maren"), at=NOW)
    assert opened == again
    assert opened.learner == world.noor


def test_the_button_refuses_outsiders_readers_and_what_does_not_fit(pair, world):
    row = pair.relationship
    with pytest.raises(NotVisible):
        open_passport(relationship=row, by=world.actor("olga"), at=NOW)
    with pytest.raises(NotAllowed):
        open_passport(relationship=row, by=world.actor("vera"), at=NOW)
    with pytest.raises(WrongState, match="no published framework"):
        open_passport(relationship=row, by=world.actor("gwen"), at=NOW)
    close_relationship(relationship=row, by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="This one is: Closed"):
        open_passport(relationship=row, by=world.actor("maren"), at=NOW)


def test_rows_of_a_list_cost_the_same_for_one_and_for_three(program, world):
    cohort = cohort_of(program)
    for name in ("noor", "tomas", "omar"):
        pair_of(program, world, learner_name=name, cohort=cohort)
    passports = list(Passport.objects.order_by("pk"))

    def count(rows) -> int:
        with CaptureQueriesContext(connection) as found:
            passport_rows(rows, today=NOW.date())
        return len(found)

    assert count(passports[:1]) == count(passports)


def test_doors_know_whose_passport_and_whom_one_guides(passport, world):
    assert (held_by(world.noor.pk).own, held_by(world.noor.pk).guides) == (passport.pk, False)
    assert (held_by(world.gwen.pk).own, held_by(world.gwen.pk).guides) == (None, True)
    assert (held_by(world.omar.pk).own, held_by(world.omar.pk).guides) == (None, False)


def test_a_role_that_ended_reads_nothing(passport, world):
    RoleGrant.objects.filter(membership__person=world.vera).update(ended_at=NOW)
    assert not may(READ_PASSPORT, world.actor("vera"), passport)
