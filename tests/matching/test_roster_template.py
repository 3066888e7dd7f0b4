"""The template that matches by roster: which pairs it yields, and what keeps the others apart."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.concerns.models import Decision
from guildhall.core import clock
from guildhall.directory.models import Membership, Unit
from guildhall.people.models import Shift
from guildhall.programs.queries.facts import facts_of
from guildhall.programs.template_files import load_template
from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, pairs_of, solved, started
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person

TEMPLATE = "nurse-preceptorship-roster"
NAMES = ("shared_shifts:60", "goes_on_with:3", "judged_by_ids", "person_id")


@pytest.fixture
def program(world):
    return make_program(world.alder, "Nurses", template=TEMPLATE, prerequisites=[])


@pytest.fixture
def cohort(program):
    return cohort_of(program)


@pytest.fixture(autouse=True)
def held(world):
    """Everybody on one ward, at NOW."""
    ward = Unit.objects.create(organization=world.alder, name="Ward 4")
    Membership.objects.filter(organization=world.alder).update(unit=ward, manager=None)
    with clock.moved_to(NOW):
        yield ward


def works(person, organization, *days: int, at: datetime = NOW) -> None:
    """Eight hours from seven on each of these days from now."""
    for day in days:
        begins = (at + timedelta(days=day)).replace(hour=7, minute=0)
        Shift.objects.create(
            person=person,
            organization=organization,
            starts_at=begins,
            ends_at=begins + timedelta(hours=8),
            source="typed",
        )


def facts(*rows) -> dict[str, dict]:
    """Each fact by the first name of whoever it is known of."""
    found = facts_of(rows, NAMES)
    return {row.person.given_name: found[row.pk] for row in rows}


def test_sixty_percent_of_the_learners_time_and_not_a_minute_less(world, cohort):
    rows = [guide(cohort, world.gwen), guide(cohort, world.omar), learner(cohort, world.noor)]
    works(world.noor, world.alder, 1, 2, 3, 4, 5)
    works(world.gwen, world.alder, 1, 2, 3, 20, 21, 22)
    works(world.omar, world.alder, 1, 2)
    assert facts(*rows)["Noor"]["shared_shifts:60"] == (str(world.gwen.pk),)
    works(world.omar, world.alder, 3)
    assert len(facts(*rows)["Noor"]["shared_shifts:60"]) == 2
    assert "shared_shifts:60" not in facts(*rows)["Gwen"]
    Shift.objects.filter(person=world.noor).delete()
    assert "shared_shifts:60" not in facts(*rows)["Noor"]


def test_shifts_that_are_over_or_far_ahead_do_not_count(world, cohort):
    rows = [guide(cohort, world.gwen), learner(cohort, world.noor)]
    works(world.noor, world.alder, -3, 1, 90)
    works(world.gwen, world.alder, -3, 90)
    assert facts(*rows)["Noor"]["shared_shifts:60"] == ()


def test_after_three_preceptors_in_eight_weeks_nobody_new(world, cohort):
    """Three pairs, two of them ended; after eight weeks the ended ones are forgotten."""
    row = learner(cohort, world.noor)
    for name in ("gwen", "omar", "tomas"):
        other = cohort_of(make_program(world.alder, f"With {name}", template=TEMPLATE))
        pair = make_pair(guide(other, getattr(world, name)), learner(other, world.noor))
        if name != "tomas":
            assert "goes_on_with:3" not in facts(row)["Noor"]
            Relationship.objects.filter(pk=pair.pk).update(state="closed", closed_at=NOW)
    held = {str(world.gwen.pk), str(world.omar.pk), str(world.tomas.pk)}
    assert set(facts(row)["Noor"]["goes_on_with:3"]) == held
    with clock.moved_to(NOW + timedelta(weeks=9)):
        assert "goes_on_with:3" not in facts(row)["Noor"]


def test_whoever_decided_about_a_learner_is_known(world, cohort):
    row = learner(cohort, world.noor)
    pair = make_pair(guide(cohort, world.omar), row)
    Decision.objects.create(
        relationship=pair,
        learner=world.noor,
        outcome="completed",
        decided_by=world.gwen,
        decided_at=NOW,
    )
    assert facts(row)["Noor"]["judged_by_ids"] == (str(world.gwen.pk),)


def test_the_facts_ask_as_often_for_one_as_for_four(world, cohort):
    rows = [learner(cohort, world.noor), guide(cohort, world.gwen)]
    with CaptureQueriesContext(connection) as few:
        facts_of(rows, NAMES)
    rows += [learner(cohort, make_person(world.alder, name)) for name in ("A B", "C D", "E F")]
    with CaptureQueriesContext(connection) as many:
        facts_of(rows, NAMES)
    assert len(many) == len(few)


def test_nonsense_in_a_criterion_knows_nobody(world, cohort):
    row = learner(cohort, world.noor)
    works(world.noor, world.alder, 1)
    assert facts_of([row], ["shared_shifts:x", "goes_on_with:x"])[row.pk] == {}


def test_the_template_yields_pairs_that_hold_and_says_why_not_for_others(world, held):
    """Noor meets Gwen at work, and nobody else does meet anybody whom they may have."""
    criteria = load_template(TEMPLATE).match
    # The license as a file brings it, so that nobody has to answer questions here.
    criteria["fields"]["license"] |= {"guide": "detail:license", "learner": "detail:license"}
    program = make_program(world.alder, "By roster", TEMPLATE, criteria=criteria, prerequisites=[])
    cohort = cohort_of(program)
    ana, ben, cia, dan = (
        make_person(world.alder, name) for name in ("Ana One", "Ben Two", "Cia Three", "Dan Four")
    )
    Membership.objects.filter(person__in=(ana, ben, cia, dan)).update(unit=held)
    for person, license in ((world.gwen, "rn"), (world.omar, "midwife")):
        guide(cohort, person, places=2, license=license)
        works(person, world.alder, 1, 2, 3, 4, 5)
    learners = ((world.noor, "rn"), (ana, "rn"), (ben, "midwife"), (cia, "rn"), (dan, "rn"))
    for person, license in learners:
        learner(cohort, person, license=license)
    works(world.noor, world.alder, 1, 2, 3)
    works(ana, world.alder, 1, 20, 21)
    works(ben, world.alder, 4, 5, 6)
    works(dan, world.alder, 2, 3)
    Membership.objects.filter(person=dan).update(manager=world.gwen)

    round = solved(started(cohort))

    assert pairs_of(round) == {("Noor", "Gwen"), ("Ben", "Omar")}
    why = {
        row.enrollment.person.given_name: {one["rule_id"]: one["guides"] for one in row.rule_counts}
        for row in round.unmatched.select_related("enrollment__person")
    }
    assert why["Ana"] == {"license": 1, "shared_shifts": 2}
    assert why["Cia"] == {"license": 1, "shared_shifts": 2}
    assert why["Dan"] == {"license": 1, "no_manager": 1}


def test_never_more_than_the_ratio(world, held):
    """The template gives each preceptor one preceptee, two at most."""
    capacity = load_template(TEMPLATE).capacity
    assert (capacity.learners_per_guide, capacity.most_learners_per_guide) == (1, 2)
