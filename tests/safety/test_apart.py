"""While contact rests between two, nothing new brings them together, and nothing tells why."""

from datetime import date, time, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.conversations.actions.posts import send_post
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.matching.queries.apart import never_pairs
from guildhall.meetings.actions.proposing import propose_times
from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.circles import CircleDraft, start_own_circle
from guildhall.mentoring.actions.consults import ask_senior
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from guildhall.mentoring.actions.introductions import answer_introduction, offer_introduction
from guildhall.mentoring.actions.known import ask_member
from guildhall.mentoring.actions.requests import RequestDraft
from guildhall.mentoring.actions.seats import take_seat
from guildhall.mentoring.models import Introduction, SeniorGuide, Slot
from guildhall.mentoring.queries.hours import open_slots
from guildhall.notify.models import Message
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.opening import open as open_pair
from guildhall.relationships.actions.resting import lift_contact
from guildhall.safety.actions.handling import close_worry, end_pair, lift_rest, see_worry
from guildhall.safety.queries.worries import worry_page
from tests.safety.conftest import acting
from tests.world import NOW

WORDS_THAT_TELL = ("worry", "report", "rest", "safe", "contact")


def informal(world, guides, learners, by=SYSTEM):
    return open_pair(
        organization=world.alder,
        guides=guides,
        learners=learners,
        opens_at_once=True,
        by=by,
        at=NOW,
    )


def tells_nothing(error) -> bool:
    said = " ".join([str(error.value), *getattr(error.value, "problems", {}).values()]).lower()
    return not any(word in said for word in WORDS_THAT_TELL)


@pytest.fixture
def other_pair(world, pair):
    """Gwen and Noor are a pair a second time, without a program."""
    return informal(world, [world.noor], [world.gwen])


def test_contact_rests_in_every_pair_of_the_two_and_goes_on_in_all(
    world, pair, other_pair, sara, report
):
    third = informal(world, [world.gwen], [world.tomas])
    worry = report()
    for row in (pair.relationship, other_pair, third):
        row.refresh_from_db()
    assert [row.state for row in (pair.relationship, other_pair, third)] == [
        "paused",
        "paused",
        "active",
    ]
    with pytest.raises(WrongState):
        send_post(relationship=other_pair, text="Why?", by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState):
        propose_times(
            relationship=other_pair,
            times=[NOW + timedelta(days=1)],
            minutes=30,
            by=world.actor("gwen"),
            at=NOW,
        )
    send_post(relationship=third, text="Hello", by=world.actor("gwen"), at=NOW)
    assert Event.objects.filter(kind="relationship_paused").count() == 2
    lift_rest(worry=worry, by=acting(sara), at=NOW)
    other_pair.refresh_from_db()
    assert (other_pair.state, other_pair.contact_rests_since) == ("paused", None)
    assert Message.objects.filter(kind="safety.may_go_on").count() == 4


def test_ending_the_pair_ends_all_in_which_contact_rests(world, pair, other_pair, sara, report):
    worry = report()
    see_worry(worry=worry, by=acting(sara), at=NOW)
    with pytest.raises(WrongState, match="still rests"):
        close_worry(worry=worry, by=acting(sara), at=NOW)
    assert worry_page(worry, actor=acting(sara)).elsewhere == (other_pair,)
    assert worry_page(worry, actor=world.actor("noor")).elsewhere == ()
    end_pair(worry=worry, learners_wait=True, by=acting(sara), at=NOW)
    other_pair.refresh_from_db()
    assert other_pair.state == "closed"
    close_worry(worry=worry, by=acting(sara), at=NOW)


def test_staff_cannot_pair_them_and_is_not_told_why(world, pair, sara, report):
    report()
    with pytest.raises(WrongState) as refused:
        informal(world, [world.noor], [world.gwen], by=world.actor("maren"))
    assert str(refused.value).startswith("Gwen Castellan and Noor Rahimi cannot be paired")
    assert tells_nothing(refused)
    assert never_pairs([world.gwen.pk, world.noor.pk, world.tomas.pk]) == {
        frozenset({world.gwen.pk, world.noor.pk})
    }
    informal(world, [world.gwen], [world.tomas])


def test_also_after_the_pair_has_ended(world, pair, sara, report):
    worry = report()
    end_pair(worry=worry, learners_wait=False, by=acting(sara), at=NOW)
    with pytest.raises(WrongState, match="cannot be paired"):
        informal(world, [world.gwen], [world.noor])
    lift_contact(relationship=pair.relationship, by=SYSTEM, at=NOW)
    informal(world, [world.gwen], [world.noor])


def test_no_seat_in_each_others_circle(world, pair, sara, report):
    circle = start_own_circle(
        organization=world.alder,
        draft=CircleDraft(title="Nights", topic="Working at night", seats=4, joining="free"),
        by=world.actor("gwen"),
        at=NOW,
    )
    report()
    with pytest.raises(WrongState) as refused:
        take_seat(circle=circle, by=world.actor("noor"), at=NOW)
    assert tells_nothing(refused)
    take_seat(circle=circle, by=world.actor("tomas"), at=NOW)


def test_no_time_of_office_hours_is_shown_or_booked(world, pair, sara, report):
    draft = HoursDraft(on=date(2026, 11, 18), at=time(16), topics="Grants", places=2)
    offer_hours(
        guide=world.gwen, organization=world.alder, draft=draft, by=world.actor("gwen"), at=NOW
    )
    slot = Slot.objects.first()
    assert list(open_slots(world.noor, world.actor("noor"), at=NOW)) != []
    report()
    assert list(open_slots(world.noor, world.actor("noor"), at=NOW)) == []
    with pytest.raises(NotVisible):
        book_slot(slot=slot, about="A word", by=world.actor("noor"), at=NOW)
    assert list(open_slots(world.tomas, world.actor("tomas"), at=NOW)) != []


def test_no_request(world, pair, sara, report):
    end_pair(worry=report(), learners_wait=False, by=acting(sara), at=NOW)
    for asker, other in (("noor", world.gwen), ("gwen", world.noor)):
        with pytest.raises(WrongState) as refused:
            ask_member(
                membership=other.memberships.get(),
                side="guide",
                draft=RequestDraft(line="Would you?"),
                by=world.actor(asker),
                at=NOW,
            )
        assert tells_nothing(refused)


def test_no_introduction_offered_or_made(world, pair, sara, report):
    third = informal(world, [world.omar], [world.noor])
    gwen = world.gwen.memberships.get()
    offer = {"relationship": third, "learner": world.noor, "colleague": gwen, "line": "You two?"}
    offer_introduction(**offer, by=world.actor("omar"), at=NOW)
    asked = Introduction.objects.get()
    report()
    with pytest.raises(WrongState) as refused:
        answer_introduction(introduction=asked, agrees=True, by=world.actor("gwen"), at=NOW)
    assert tells_nothing(refused)
    answer_introduction(introduction=asked, agrees=False, by=world.actor("gwen"), at=NOW)
    with pytest.raises(InvalidInput) as refused:
        offer_introduction(**offer, by=world.actor("omar"), at=NOW)
    assert tells_nothing(refused)


def test_no_consult(world, pair, sara, report):
    senior = SeniorGuide.objects.create(
        person=world.noor, organization=world.alder, named_at=NOW, named_by=world.maren
    )
    report()
    with pytest.raises(InvalidInput) as refused:
        ask_senior(senior=senior, text="A hard talk", by=world.actor("gwen"), at=NOW)
    assert tells_nothing(refused)
