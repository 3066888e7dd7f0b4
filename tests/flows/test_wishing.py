"""Wishes among those who have room, what the match makes of them, and who never learns of it."""

from copy import deepcopy

import pytest

from guildhall.core.errors import InvalidInput
from guildhall.flows.actions.publishing import publish_round
from guildhall.flows.actions.wishing import rank_people
from guildhall.flows.queries.wishing import offered_to
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.programs import change_program
from guildhall.relationships.models import MatchReason, Relationship
from tests.matching.factories import guide, learner, pairs_of, solved, started
from tests.matching.hall import make_hall
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.world import NOW


@pytest.fixture
def hall(world):
    """Gwen fits Noor and Omar fits Tomas; wishes of both sides count more than that."""
    hall = make_hall(world)
    change_program(
        program=hall.cohort.program, by=SYSTEM, at=NOW, wishes={"guide": True, "learner": True}
    )
    return hall


def offered(enrollment):
    rows = offered_to(enrollment, at=NOW).select_related("person")
    return {row.person.given_name for row in rows}


def rank(world, enrollment, *people):
    name = enrollment.person.given_name.lower()
    ids = [row.person_id for row in people]
    rank_people(enrollment=enrollment, people=ids, by=world.actor(name), at=NOW)


def weigh(hall, weight, **field):
    criteria = deepcopy(hall.cohort.program.criteria)
    for item in criteria["preferences"]:
        if item["kind"] == "ranked":
            item["weight"] = weight
    criteria["fields"]["ranked_wishes"] |= field
    change_program(program=hall.cohort.program, by=SYSTEM, at=NOW, criteria=criteria)
    hall.cohort.program.refresh_from_db()


def test_who_has_no_place_left_is_not_offered(world, hall):
    assert offered(hall.noor) == {"Gwen", "Omar"}
    make_pair(hall.gwen, learner(hall.cohort, make_people(world.alder, 1)[0]))
    assert offered(hall.noor) == {"Omar"}
    with pytest.raises(InvalidInput, match="cannot be chosen any more"):
        rank(world, hall.noor, hall.gwen)


def test_who_is_a_pair_already_is_not_offered_again(world, hall):
    type(hall.gwen).objects.filter(pk=hall.gwen.pk).update(places=3)
    make_pair(hall.gwen, hall.noor)
    assert offered(hall.noor) == {"Omar"}
    assert offered(hall.tomas) == {"Gwen", "Omar"}


def test_many_cost_as_much_as_few(world, hall, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(offered(hall.noor)) == 2
    for person in make_people(world.alder, 6):
        guide(hall.cohort, person, team="North", skills=["Python"])
    with django_assert_num_queries(4):
        assert len(offered(hall.noor)) == 8


def test_wishes_change_the_match_and_the_studio_says_so(world, hall):
    weigh(hall, 60)
    assert pairs_of(solved(started(hall.cohort))) == {("Noor", "Gwen"), ("Tomas", "Omar")}
    rank(world, hall.noor, hall.omar, hall.gwen)
    rank(world, hall.gwen, hall.tomas)
    draft = solved(started(hall.cohort))
    assert pairs_of(draft) == {("Noor", "Omar"), ("Tomas", "Gwen")}
    said = {
        (
            row.learner.person.given_name,
            item["template"],
            item["params"]["who"],
            item["readable_by"],
        )
        for row in draft.proposals.select_related("learner__person")
        for item in row.contributions
        if item["id"] in ("guide_wishes", "learner_wishes") and item["params"]
    }
    assert said == {
        ("Noor", "First wish of the %(who)s", "mentee", "coordinator"),
        ("Tomas", "First wish of the %(who)s", "mentor", "coordinator"),
    }


@pytest.mark.parametrize("readable_by", ["pair", "everyone", "coordinator"])
def test_the_other_never_learns_of_it(world, hall, readable_by):
    """Not even where a coordinator's criteria would let the pair read everything."""
    weigh(hall, 60, readable_by=readable_by)
    rank(world, hall.noor, hall.omar)
    rank(world, hall.gwen, hall.tomas)
    draft = solved(started(hall.cohort))
    publish_round(round=draft, by=world.actor("maren"), at=NOW)
    assert Relationship.objects.count() == 2
    words = {*MatchReason.objects.values_list("label", flat=True)}
    words |= {*MatchReason.objects.values_list("template", flat=True)}
    words |= {row.body for row in Message.objects.all()} | {
        row.text for row in Notice.objects.all()
    }
    assert len(words) > 1
    assert not [one for one in words if "wish" in one.casefold()]
