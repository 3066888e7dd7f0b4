"""Yes, no, and not in time."""

from datetime import date, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import NotAllowed, NotVisible, WrongState
from guildhall.notify.links import ACTS
from guildhall.notify.models import ActionLink, Message, Notice
from guildhall.programs.models import Enrollment
from guildhall.relationships.actions.offers import (
    accept_offer,
    decline_offer,
    lapse_offers,
    remind_of_offers,
)
from guildhall.relationships.models import Closure
from guildhall.relationships.queries.places import free_places
from tests.matching.factories import cohort_of, guide, learner
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW

LATER = NOW + timedelta(days=2)


def kinds(person):
    return sorted(Message.objects.filter(person=person).values_list("kind", flat=True))


def states(*enrollments):
    return [Enrollment.objects.get(pk=row.pk).state for row in enrollments]


def test_it_begins_with_the_last_yes_and_both_are_told_once(offer, world):
    row = accept_offer(relationship=offer.relationship, by=world.actor("gwen"), at=NOW)
    assert row.state == "offered"
    assert Message.objects.count() == 0
    accept_offer(relationship=row, by=world.actor("gwen"), at=LATER)
    row = accept_offer(relationship=row, by=world.actor("noor"), at=LATER)
    assert (row.state, row.opened_at, row.ends_on) == ("active", LATER, date(2027, 5, 17))
    first = row.first_steps.first()
    assert first.due_on == LATER.date() + timedelta(days=first.by_day)
    for person in (world.gwen, world.noor):
        assert kinds(person) == ["relationships.relationship_opened"]
    assert Event.objects.filter(kind="offer_accepted").count() == 2
    assert Event.objects.filter(kind="relationship_opened").count() == 1
    with pytest.raises(WrongState, match="answered already"):
        decline_offer(relationship=row, by=world.actor("noor"), at=LATER)


def test_a_no_frees_the_place_and_the_learner_comes_first(offer, world):
    row = decline_offer(relationship=offer.relationship, by=world.actor("gwen"), at=LATER)
    assert (row.state, row.closed_at) == ("closed", LATER)
    assert Closure.objects.get(relationship=row).reason == "declined"
    assert states(offer.guide, offer.learner) == ["approved", "waiting"]
    assert Enrollment.objects.get(pk=offer.learner.pk).waiting_since == LATER
    assert free_places([offer.guide], at=NOW) == {offer.guide.pk: 1}
    assert kinds(world.gwen) == []
    assert kinds(world.noor) == ["relationships.offer_declined"]
    body = Message.objects.get().body
    assert "declin" not in body
    assert "You come first" in body


def test_an_offer_lapses_and_both_are_told(offer, world):
    accept_offer(relationship=offer.relationship, by=world.actor("noor"), at=NOW)
    assert lapse_offers(at=NOW + timedelta(days=13)) == 0
    assert lapse_offers(at=NOW + timedelta(days=14)) == 1
    assert lapse_offers(at=NOW + timedelta(days=15)) == 0
    offer.relationship.refresh_from_db()
    assert offer.relationship.state == "closed"
    assert states(offer.guide, offer.learner) == ["approved", "waiting"]
    for person in (world.gwen, world.noor):
        assert kinds(person) == ["relationships.offer_lapsed"]


def test_an_expired_offer_is_refused_before_the_clock_comes_round(offer, world):
    with pytest.raises(WrongState, match="This offer ended on Nov 30, 2026"):
        accept_offer(
            relationship=offer.relationship,
            by=world.actor("noor"),
            at=NOW + timedelta(days=14),
        )


def test_one_reminder_to_whoever_has_not_answered(offer, world):
    accept_offer(relationship=offer.relationship, by=world.actor("noor"), at=NOW)
    assert remind_of_offers(at=NOW + timedelta(days=10)) == 0
    assert remind_of_offers(at=NOW + timedelta(days=12)) == 1
    assert remind_of_offers(at=NOW + timedelta(days=13)) == 0
    assert kinds(world.gwen) == ["relationships.offer_reminder"]
    assert kinds(world.noor) == []
    assert ActionLink.objects.filter(person=world.gwen).count() == 2


def test_links_answer_without_signing_in(offer, world):
    remind_of_offers(at=NOW + timedelta(days=12))
    link = ActionLink.objects.get(person=world.gwen, act="relationship.accept")
    act = ACTS[link.act]
    assert act.describe(link).title == "Accept the match with Noor Rahimi?"
    act.handler(link, NOW + timedelta(days=12))
    assert offer.relationship.parties.get(person=world.gwen).accepted_at
    no = ActionLink.objects.get(person=world.noor, act="relationship.decline")
    assert ACTS[no.act].describe(no).title == "Not Gwen Castellan this time?"
    ACTS[no.act].handler(no, NOW + timedelta(days=12))
    offer.relationship.refresh_from_db()
    assert offer.relationship.state == "closed"


@pytest.mark.parametrize(
    ("name", "error"), [("tomas", NotVisible), ("maren", NotAllowed), ("olga", NotVisible)]
)
@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_only_the_pair_answers(offer, world, name, error, answer):
    with pytest.raises(error):
        answer(relationship=offer.relationship, by=world.actor(name), at=NOW)


def test_a_circle_begins_with_those_who_said_yes(world):
    program = make_program(world.alder, "Circle", template="mentoring-circle")
    cohort = cohort_of(program)
    gwen = guide(cohort, world.gwen, places=6)
    noor, tomas, omar = (learner(cohort, p) for p in (world.noor, world.tomas, world.omar))
    row = make_pair(
        gwen,
        noor,
        learners=[world.noor, world.tomas, world.omar],
        enrollments=[gwen, noor, tomas, omar],
    )
    assert free_places([gwen], at=NOW) == {gwen.pk: 3}
    for name in ("gwen", "noor"):
        accept_offer(relationship=row, by=world.actor(name), at=NOW)
    decline_offer(relationship=row, by=world.actor("omar"), at=NOW)
    row.refresh_from_db()
    assert row.state == "offered"
    lapse_offers(at=NOW + timedelta(days=60))
    row.refresh_from_db()
    assert row.state == "active"
    assert free_places([gwen], at=NOW) == {gwen.pk: 5}
    assert Notice.objects.filter(kind="relationships.relationship_opened").count() == 2
