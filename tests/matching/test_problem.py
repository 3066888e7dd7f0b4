"""Who is in a round, and with how much room."""

from guildhall.matching.queries.problem import present_problem
from guildhall.matching.sealing import packed, unpacked
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Prerequisite
from guildhall.relationships.actions.offers import decline_offer, lapse_offers
from tests.matching.factories import (
    cohort_of,
    guide,
    learner,
    mentoring,
    pairs_of,
    preceptorship,
    solved,
    started,
)
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person


def places(problem):
    people = {person.name: person.capacity for person in problem.guides}
    return people | {person.name: person.need for person in problem.learners}


def test_room_counts_pairs_of_all_programs(hall, world):
    other = cohort_of(preceptorship(world.alder))
    make_pair(guide(other, world.gwen, places=2), learner(other, world.tomas))
    world.gwen.profile.refresh_from_db()
    world.gwen.profile.capacity = 1
    world.gwen.profile.save()
    found = present_problem(started(hall.cohort), at=NOW).problem
    assert places(found) == {
        "Gwen Castellan": 0,
        "Omar Haddad": 1,
        "Noor Rahimi": 1,
        "Tomas Weber": 1,
    }


def test_a_learner_may_need_two_guides(world):
    cohort = cohort_of(mentoring(world.alder))
    guide(cohort, world.gwen, team="North")
    guide(cohort, world.omar, team="South")
    learner(cohort, world.noor, places=2, team="East")
    learner(cohort, make_person(world.alder, "Zoe Late"), places=2, team="East")
    round = solved(started(cohort))
    assert {name for name, _ in pairs_of(round)} == {"Noor", "Zoe"}
    assert set(round.unmatched.values_list("has_some", "missing")) == {(True, 1)}


def test_who_has_something_to_do_first_is_left_out_and_said(hall):
    Prerequisite.objects.create(enrollment=hall.tomas, key="course", name="Course", before="match")
    Prerequisite.objects.create(enrollment=hall.noor, key="form", name="Form", before="start")
    round = solved(started(hall.cohort))
    assert pairs_of(round) == {("Noor", "Gwen")}
    left = round.unmatched.get()
    assert (left.enrollment, left.code) == (hall.tomas, "not_ready")


def test_who_declined_is_not_proposed_again_and_who_was_silent_is(hall, world):
    declined = make_pair(hall.gwen, hall.noor)
    decline_offer(relationship=declined, by=world.actor("gwen"), at=NOW)
    silent = make_pair(hall.omar, hall.tomas)
    lapse_offers(at=silent.offer_expires_at)
    found = present_problem(started(hall.cohort), at=NOW).problem
    assert found.forbidden == ((str(world.noor.pk), str(world.gwen.pk)),)


def test_people_of_the_past_are_not_in_it(hall):
    for row, state in ((hall.noor, "withdrawn"), (hall.omar, "finished")):
        row.state = state
        row.save()
    assert places(present_problem(started(hall.cohort), at=NOW).problem) == {
        "Gwen Castellan": 1,
        "Tomas Weber": 1,
    }


def test_a_sealed_problem_comes_back_whole(hall):
    problem = present_problem(started(hall.cohort), at=NOW).problem
    names = {p.id: p.name for p in (*problem.guides, *problem.learners)}
    assert unpacked(packed(problem)).with_names(names) == problem


def test_the_same_problem_has_the_same_answer(draft, hall):
    again = solved(started(hall.cohort, by=SYSTEM))
    assert pairs_of(again) == pairs_of(draft)
    assert again.figures == draft.figures


def test_gathering_asks_as_often_for_many_as_for_few(world, django_assert_num_queries):
    rounds = []
    for size, name in ((1, "Small"), (6, "Large")):
        cohort = cohort_of(mentoring(world.alder, name))
        for number in range(size):
            guide(cohort, make_person(world.alder, f"{name}g{number} X"), team="North")
            learner(cohort, make_person(world.alder, f"{name}l{number} X"), team="East")
        rounds.append(started(cohort))
    for round in rounds:
        round.cohort.refresh_from_db()
        with django_assert_num_queries(16):
            present_problem(round, at=NOW)
