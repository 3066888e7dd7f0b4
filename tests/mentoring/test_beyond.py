"""Beyond one's own organization: one yes shows a guide, their office hours and their circles, and
lets somebody be introduced to them; mails say of which organization somebody is."""

from datetime import timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.mentoring.actions.introductions import offer_introduction
from guildhall.mentoring.actions.offers import withdraw_offer
from guildhall.mentoring.actions.request_clock import keep_requests_moving
from guildhall.mentoring.actions.seats import take_seat
from guildhall.mentoring.models import Circle, Slot
from guildhall.mentoring.queries.hours import open_slots
from guildhall.mentoring.queries.known import colleague_named
from guildhall.mentoring.queries.seats import open_circles, seats_to_answer
from guildhall.notify.models import Message
from tests.mentoring.circling import own_circle
from tests.mentoring.ending import informal
from tests.mentoring.finding import ask, make_offer
from tests.mentoring.test_hours import book
from tests.mentoring.test_hours import offer as offer_times
from tests.programs.factories import make_program
from tests.world import NOW


@pytest.fixture
def partners(world):
    """Alder Bay and Calder run a program together."""
    make_program(world.alder, partners=[world.calder])


def seen(world) -> tuple[bool, bool, bool]:
    """Whether Olga of Calder finds Gwen's times, her circle, and may introduce somebody to her."""
    olga = world.actor("olga")
    return (
        bool(open_slots(world.olga, olga, at=NOW)),
        bool(open_circles(olga)),
        colleague_named(olga, world.gwen.name) is not None,
    )


@pytest.mark.usefixtures("partners")
def test_one_yes_shows_all_of_it_and_goes_with_the_offer(world):
    offer_times(world)
    own_circle(world)
    offer = make_offer(world)
    assert seen(world) == (False, False, False)
    offer = make_offer(world, houses=(world.calder.pk,))
    assert seen(world) == (True, True, True)
    withdraw_offer(offer=offer, by=world.actor("gwen"), at=NOW)
    assert seen(world) == (False, False, False)


@pytest.mark.usefixtures("partners")
def test_what_is_seen_can_be_taken(world):
    offer_times(world)
    circle = own_circle(world, joining="asked")
    with pytest.raises(NotVisible):
        book(Slot.objects.first(), world, by="olga")
    with pytest.raises(NotVisible):
        take_seat(circle=circle, by=world.actor("olga"), at=NOW)
    make_offer(world, houses=(world.calder.pk,))
    assert book(Slot.objects.first(), world, by="olga").relationship.organization == world.alder
    request = take_seat(circle=Circle.objects.get(), by=world.actor("olga"), at=NOW)
    assert seats_to_answer(world.gwen.pk) == [request]
    assert seats_to_answer(world.noor.pk) == []


@pytest.mark.usefixtures("partners")
def test_an_introduction_reaches_only_who_agreed(world):
    pair = informal(world, world.omar, world.noor)
    olga = world.olga.memberships.get()

    def introduce():
        return offer_introduction(
            relationship=pair,
            learner=world.noor,
            colleague=olga,
            line="You both study sleep",
            by=world.actor("omar"),
            at=NOW,
        )

    with pytest.raises(InvalidInput):
        introduce()
    make_offer(world, "olga", house="calder", houses=(world.alder.pk,))
    assert introduce().colleague == world.olga


def bodies(kind: str) -> str:
    return " ".join(m.subject + m.body for m in Message.objects.filter(kind=f"mentoring.{kind}"))


@pytest.mark.usefixtures("partners")
def test_mails_name_the_organization_of_whoever_asks_where_it_is_another(world):
    offer = make_offer(world, houses=(world.calder.pk,), places=3)
    ask(world, offer, "noor")
    assert "Alder Bay" not in bodies("request_received")
    request = ask(world, offer, "olga")
    assert "Olga Berg (Calder University) would like to learn from you." in bodies(
        "request_received"
    )
    keep_requests_moving(at=request.expires_at - timedelta(days=2))
    assert "Olga Berg (Calder University) still waits" in bodies("request_reminder")
    assert "Noor Rahimi still waits" in bodies("request_reminder")
