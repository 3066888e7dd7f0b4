"""Who may be given a preceptee: by their standing, and by the load over all houses."""

from copy import deepcopy
from datetime import timedelta

import pytest

from guildhall.core.errors import NoRoomLeft
from guildhall.directory.models import Membership
from guildhall.people.actions.profile import change_profile
from guildhall.permissions.actor import SYSTEM
from guildhall.preceptorship.actions.standing_clock import keep_standings
from guildhall.preceptorship.actions.standings import retire, suspend
from guildhall.preceptorship.models import Standing
from guildhall.programs.queries.facts import facts_of
from guildhall.relationships.models import Relationship
from tests.matching.factories import (
    CRITERIA,
    cohort_of,
    guide,
    learner,
    mentoring,
    preceptorship,
)
from tests.preceptorship.standing_ground import (
    TODAY,
    applied,
    certified,
    days,
    provisional,
    step,
)
from tests.programs.factories import make_enrollment, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person


def pair_of(world, *, cohort=None, house=None, name="New Nurse", at=NOW):
    """Gwen and somebody new, in a preceptorship."""
    cohort = cohort or cohort_of(preceptorship(house or world.alder))
    enrollment = guide(cohort, world.gwen, places=5)
    person = make_person(cohort.program.organization, name)
    return make_pair(enrollment, learner(cohort, person), at=at)


def join_calder(world):
    """Gwen belongs to both houses."""
    Membership.objects.create(person=world.gwen, organization=world.calder, started_at=NOW)


def lapsed(world):
    row = certified(world, until=TODAY + timedelta(days=1))
    keep_standings(at=days(2))
    return row


def suspended(world):
    return suspend(standing=certified(world), words="Open", by=world.actor("maren"), at=NOW)


def retired(world):
    return retire(standing=certified(world), by=world.actor("maren"), at=NOW)


def screened(world):
    return step(applied(world), world, "approved")


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (lapsed, "The certificate of Gwen Castellan lapsed on Nov 17, 2026. Renew it"),
        (suspended, "Gwen Castellan is suspended as a preceptor."),
        (retired, "Gwen Castellan has retired as a preceptor."),
        (screened, "Gwen Castellan has not done the preceptor course."),
        (applied, "Gwen Castellan is not a preceptor here yet."),
    ],
)
def test_no_new_preceptee_and_why(world, brought, words):
    brought(world)
    with pytest.raises(NoRoomLeft, match=words):
        pair_of(world, at=days(2))
    assert not Relationship.objects.exists()


@pytest.mark.parametrize("brought", [lapsed, suspended, retired])
def test_the_matcher_proposes_nobody_who_would_be_refused(world, brought):
    brought(world)
    enrollment = guide(cohort_of(preceptorship(world.alder)), world.gwen, places=3)
    assert facts_of([enrollment], ["capacity_left"])[enrollment.pk]["capacity_left"] == 0


def test_mentoring_asks_for_no_standing(world):
    suspended(world)
    cohort = cohort_of(mentoring(world.alder))
    assert make_pair(guide(cohort, world.gwen), learner(cohort, world.noor)).state == "offered"


def test_another_house_asks_for_its_own(world):
    suspended(world)
    join_calder(world)
    assert pair_of(world, house=world.calder).state == "active"


def test_a_guide_without_a_standing_is_stopped_by_nothing_here(world):
    assert pair_of(world).state == "active"


def test_pairs_from_before_go_on(world):
    row = certified(world)
    pair = pair_of(world)
    suspend(standing=row, words="Open", by=world.actor("maren"), at=NOW)
    pair.refresh_from_db()
    assert pair.state == "active"


def test_provisional_is_one_at_a_time(world):
    provisional(world)
    cohort = cohort_of(preceptorship(world.alder))
    enrollment = guide(cohort, world.gwen, places=3)
    assert facts_of([enrollment], ["capacity_left"])[enrollment.pk]["capacity_left"] == 1
    pair_of(world, cohort=cohort)
    with pytest.raises(NoRoomLeft, match="one preceptee at a time"):
        pair_of(world, cohort=cohort, name="Second Nurse")


def test_two_houses_together_never_exceed_the_usual_two(world):
    """The refusal reads as any full guide's, and names nothing of the other house."""
    join_calder(world)
    here, there = cohort_of(preceptorship(world.alder)), cohort_of(preceptorship(world.calder))
    of = {one: make_enrollment(one, world.gwen, "guide", places=5) for one in (here, there)}
    for number, cohort in enumerate((here, there)):
        person = make_person(cohort.program.organization, f"First{number} Nurse")
        make_pair(of[cohort], learner(cohort, person))
    for number, cohort in enumerate((here, there)):
        person = make_person(cohort.program.organization, f"Second{number} Nurse")
        with pytest.raises(NoRoomLeft) as refused:
            make_pair(of[cohort], learner(cohort, person))
        assert refused.value.message == (
            "Gwen Castellan: no free place is left. Solve again, or choose somebody else."
        )
    assert facts_of([of[here]], ["capacity_left"])[of[here].pk] == {"capacity_left": 0}


def test_what_a_person_says_over_all_houses_holds(world):
    join_calder(world)
    here, there = cohort_of(preceptorship(world.alder)), cohort_of(preceptorship(world.calder))
    first, second = guide(here, world.gwen, places=5), guide(there, world.gwen, places=5)
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, capacity=1)
    make_pair(first, learner(here, world.noor))
    with pytest.raises(NoRoomLeft) as refused:
        make_pair(second, learner(there, world.olga))
    assert "Alder" not in refused.value.message


def test_the_ratio_of_a_program_counts_where_nobody_says_otherwise(world):
    program = preceptorship(world.alder)
    program.plan = {
        **program.plan,
        "capacity": {**program.plan["capacity"], "most_learners_per_guide": 1},
    }
    program.save()
    cohort = cohort_of(program)
    enrollment = make_enrollment(cohort, world.gwen, "guide", places=5)
    make_pair(enrollment, learner(cohort, world.noor))
    with pytest.raises(NoRoomLeft):
        make_pair(enrollment, learner(cohort, world.tomas))


def test_a_program_that_screens_nobody_as_a_preceptor_asks_for_no_standing(world):
    """Onboarding in a company is a preceptorship, and its guides are no preceptors."""
    suspended(world)
    program = make_program(
        world.alder,
        "Onboarding",
        "company-onboarding",
        criteria=deepcopy(CRITERIA),
        prerequisites=[],
    )
    cohort = cohort_of(program)
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    assert pair.state == "active"
    enrollment = guide(cohort, world.omar)
    for state in ("withdrawn", "applied"):
        step(enrollment, world, state)
    assert not Standing.objects.filter(person=world.omar).exists()
