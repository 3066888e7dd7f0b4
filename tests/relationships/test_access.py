"""Who sees a pair, beyond the two and the staff of the house."""

import pytest

from guildhall.directory.actions.members import end_membership
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import ProgramGrant
from guildhall.programs.queries.facts import facts_of
from guildhall.relationships.access import (
    ACT_IN_RELATIONSHIP,
    OVERSEE_RELATIONSHIPS,
    SEE_RELATIONSHIP,
    STEER_RELATIONSHIP,
)
from guildhall.relationships.queries.page import relationship_page
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person


def reach(actor, row):
    accesses = (
        SEE_RELATIONSHIP,
        ACT_IN_RELATIONSHIP,
        STEER_RELATIONSHIP,
        OVERSEE_RELATIONSHIPS,
    )
    return [may(access, actor, row) for access in accesses]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("noor", [True, True, True, False]),
        ("gwen", [True, True, True, False]),
        ("maren", [True, False, True, True]),
        ("ada", [True, False, True, True]),
        ("vera", [True, False, False, True]),
        ("milo", [False, False, False, False]),
        ("tomas", [False, False, False, False]),
        ("olga", [False, False, False, False]),
    ],
)
def test_who_may_what(pair, world, name, expected):
    assert reach(world.actor(name), pair.relationship) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("coordinator", [True, False, True, True]),
        ("viewer", [True, False, False, True]),
        ("screener", [False, False, False, False]),
    ],
)
def test_roles_in_the_program(pair, world, role, expected):
    program = pair.guide.cohort.program
    ProgramGrant.objects.create(program=program, person=world.tomas, role=role, granted_at=NOW)
    assert reach(world.actor("tomas"), pair.relationship) == expected


def test_a_partner_sees_only_the_people_it_sent(pair, world):
    program = preceptorship(world.alder, "Internship")
    program.partners.add(world.calder)
    cohort = cohort_of(program)
    sent = make_person(world.calder, "Sent Student")
    host = guide(cohort, world.omar, places=2)
    theirs = make_pair(host, learner(cohort, sent))
    make_pair(host, learner(cohort, world.tomas))
    olga = world.actor("olga")
    assert list(visible_to(SEE_RELATIONSHIP, olga)) == [theirs]
    assert reach(olga, theirs) == [True, False, False, True]


def test_with_the_membership_ends_what_came_with_it(world):
    program = preceptorship(world.alder, "Internship")
    program.partners.add(world.calder)
    cohort = cohort_of(program)
    sent = make_person(world.calder, "Sent Student")
    stays = make_person(world.calder, "Stays Student")
    host = guide(cohort, world.omar, places=2)
    theirs = make_pair(host, learner(cohort, sent))
    other = make_pair(host, learner(cohort, stays))
    end_membership(membership=sent.memberships.get(), by=SYSTEM, at=NOW)
    assert list(visible_to(SEE_RELATIONSHIP, world.actor("olga"))) == [other]
    assert reach(world.actor("maren"), theirs) == [True, False, True, True]
    end_membership(membership=world.olga.memberships.get(), by=SYSTEM, at=NOW)
    assert not visible_to(SEE_RELATIONSHIP, world.actor("olga")).exists()


def test_who_left_a_pair_does_not_see_it(pair, world):
    pair.relationship.parties.filter(person=world.noor).update(left_at=NOW)
    assert reach(world.actor("noor"), pair.relationship)[0] is False


def test_a_page_for_staff_holds_no_text_of_the_pair(pair, world):
    page = relationship_page(pair.relationship, actor=world.actor("maren"), at=NOW)
    assert page.you is None
    assert page.steps == ()
    assert [(e.kind, e.text, e.reasons) for e in page.entries] == [("opened", "", ())]


def test_free_places_are_a_fact_for_the_matcher(pair):
    rows = [pair.guide, pair.learner]
    assert facts_of(rows, ["capacity_left"]) == {
        pair.guide.pk: {"capacity_left": 1},
        pair.learner.pk: {"capacity_left": 0},
    }
