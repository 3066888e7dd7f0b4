"""Who learned from whom, over generations, and who is named."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.models import Skill
from guildhall.core.errors import NotVisible
from guildhall.goals.actions.goals import GoalDraft, set_goal, settle_goal
from guildhall.goals.states import GoalState
from guildhall.mentoring.actions.naming import set_naming
from guildhall.mentoring.queries.passing_on import proposals_for
from guildhall.mentoring.queries.ripple import ripple_of, walk
from guildhall.people.actions.profile import set_skills
from guildhall.web.ripple.drawing import drawn
from tests.agreements.factories import begun_pair
from tests.mentoring.ending import informal
from tests.programs.factories import make_people
from tests.world import NOW

DAY = timedelta(days=1)


@pytest.fixture
def chain(world):
    """Gwen taught Omar, Omar taught Noor, Noor taught Tomas; each a year later."""
    people = (world.gwen, world.omar, world.noor, world.tomas)
    for years, (guide, learner) in enumerate(pairwise(people)):
        informal(world, guide, learner, at=NOW + 365 * years * DAY)
    return people


def shown(nodes):
    return [(node.name, node.generation) for node in walk(nodes)]


def test_three_generations_on_and_back(chain, world):
    found = ripple_of(world.gwen)
    assert shown(found.after) == [("Omar Haddad", 1), ("", 2), ("", 3)]
    assert (found.people_after, found.generations_after, found.people_before) == (3, 3, 0)
    assert shown(ripple_of(world.tomas).before) == [("Noor Rahimi", 1), ("", 2), ("", 3)]


def test_whoever_agrees_is_named_and_may_take_it_back(chain, world):
    set_naming(person=world.noor, is_named=True, by=world.actor("noor"), at=NOW)
    set_naming(person=world.noor, is_named=True, by=world.actor("noor"), at=NOW)
    assert shown(ripple_of(world.gwen).after)[1] == ("Noor Rahimi", 2)
    assert Event.objects.filter(kind="naming_changed").count() == 1
    with pytest.raises(NotVisible):
        set_naming(person=world.noor, is_named=False, by=world.actor("maren"), at=NOW)
    set_naming(person=world.noor, is_named=False, by=world.actor("noor"), at=NOW)
    assert shown(ripple_of(world.gwen).after)[1] == ("", 2)


def test_what_was_taught_before_it_was_learned_is_no_ripple(world):
    informal(world, world.omar, world.noor, at=NOW)
    informal(world, world.gwen, world.omar, at=NOW + 100 * DAY)
    assert shown(ripple_of(world.gwen).after) == [("Omar Haddad", 1)]
    assert shown(ripple_of(world.noor).before) == [("Omar Haddad", 1)]


def test_a_circle_of_two_who_teach_each_other_ends(world):
    informal(world, world.gwen, world.omar, at=NOW)
    informal(world, world.omar, world.gwen, at=NOW + DAY)
    assert shown(ripple_of(world.gwen).after) == [("Omar Haddad", 1)]


def test_an_offer_that_was_never_begun_is_none(world):
    begun = begun_pair(world)
    begun.opened_at = None
    begun.save()
    assert ripple_of(world.gwen).after == ()


def test_its_queries_grow_with_generations_and_not_with_people(world):
    def count():
        with CaptureQueriesContext(connection) as queries:
            ripple_of(world.gwen)
        return len(queries)

    informal(world, world.gwen, world.omar)
    first = count()
    for person in make_people(world.alder, 3):
        informal(world, world.gwen, person)
    assert count() == first


def test_the_picture_has_a_line_a_row_and_counts_who_is_not_named(world):
    informal(world, world.gwen, world.omar)
    for person in make_people(world.alder, 3):
        informal(world, world.omar, person, at=NOW + DAY)
    drawing = drawn(ripple_of(world.gwen).after, "Gwen")
    assert [(row.name, row.count, row.generation) for row in drawing.rows] == [
        ("Omar Haddad", 1, 1),
        ("", 3, 2),
    ]
    assert [row.via for row in drawing.rows] == ["Gwen", "Omar Haddad"]
    assert len({row.y for row in drawing.rows}) == 2
    assert drawing.rows[1].since is None


def test_what_was_wanted_and_reached_is_proposed_to_be_offered(world):
    load_vocabulary()
    triage, python, writing = Skill.objects.order_by("key")[:3]
    noor = world.actor("noor")
    wanted = {triage: 2, python: 3}
    for side, levels in (("wanted", wanted), ("offered", {python: 4})):
        set_skills(person=world.noor, direction=side, levels=levels, by=noor, at=NOW)
    row = informal(world, world.gwen, world.noor)
    draft = GoalDraft(text="Write it down", skills=(writing,))
    goal = set_goal(relationship=row, owner=world.noor, draft=draft, by=noor, at=NOW)
    settle_goal(goal=goal, state=GoalState.REACHED, by=noor, at=NOW)
    assert [(one.skill, one.level, one.reached) for one in proposals_for(world.noor)] == [
        (writing, 3, True),
        (triage, 2, False),
    ]
