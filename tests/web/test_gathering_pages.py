"""Pages of circles and office hours: bad input is told by field, and words are the plan's own."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from guildhall.meetings.actions.booking import book
from guildhall.meetings.models import Meeting
from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from guildhall.permissions.actor import SYSTEM
from tests.matching.factories import cohort_of, guide, learner
from tests.mentoring.circling import own_circle
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("held_clock")]


def offer(world):
    draft = HoursDraft(on=date(2026, 11, 18), at=time(16), topics="Grants", places=2)
    return offer_hours(
        guide=world.gwen, organization=world.alder, draft=draft, by=world.actor("gwen"), at=NOW
    )


def test_hours_without_a_place_are_refused_beside_the_field(world, sign_in):
    values = {
        "topics": "Grants",
        "on": "2026-11-18",
        "at": "16:00",
        "minutes": "30",
        "places": "2",
        "mode": "in_person",
        "cancel_hours": "24",
        "organization": world.alder.pk,
    }
    client = sign_in("gwen")
    refused = client.post(reverse("hours_new"), values)
    assert refused.status_code == 422
    assert "Say where, or which number to call." in refused.content.decode()
    made = client.post(reverse("hours_new"), {**values, "where": "Room 4"})
    assert made.status_code == 303
    assert "Room 4" not in sign_in("noor").get(reverse("hours")).content.decode()


def test_a_taken_time_is_told_and_its_line_is_kept_from_others(world, sign_in):
    slot = offer(world).slots.first()
    book_slot(slot=slot, about="My sealed question", by=world.actor("tomas"), at=NOW)
    client = sign_in("noor")
    shown = client.get(reverse("slot_booking", args=[slot.pk]))
    assert "This time is not open any more" in shown.content.decode()
    refused = client.post(reverse("slot_booking", args=[slot.pk]), {"about": "Me, too"})
    assert refused.status_code == 409
    coordinator = sign_in("maren")
    pair = slot.bookings.get().relationship_id
    assert "sealed" not in coordinator.get(reverse("relationship", args=[pair])).content.decode()
    assert coordinator.get(reverse("booking", args=[slot.bookings.get().pk])).status_code == 404


def test_a_single_conversation_has_no_rhythm_and_no_first_steps(world, sign_in):
    booking = book_slot(
        slot=offer(world).slots.first(), about="A question", by=world.actor("noor"), at=NOW
    )
    page = sign_in("noor").get(reverse("relationship", args=[booking.relationship_id]))
    shown = page.content.decode()
    assert "A question" in shown
    assert "Booked in office hours" in shown
    assert "The plan: 45 minutes" not in shown
    assert sign_in("noor").get("/").status_code == 200


def test_a_circle_hides_who_sits_in_it_from_those_outside(world, sign_in):
    circle = own_circle(world)
    client = sign_in("noor")
    taken = client.post(reverse("circle_seat", args=[circle.pk]))
    assert taken["Location"] == reverse("relationship", args=[circle.relationship_id])
    page = client.get(taken["Location"]).content.decode()
    assert "Night shifts" in page
    assert "Leave the circle" in page
    outside = sign_in("tomas").get(reverse("circle", args=[circle.pk])).content.decode()
    assert "1 of 2 taken" in outside
    assert "Noor" not in outside
    assert sign_in("noor").get("/").status_code == 200


def test_peers_are_both_given_what_to_ask_and_what_to_bring(world, sign_in):
    cohort = cohort_of(
        make_program(world.alder, "Peers", template="peer-mentoring", prerequisites=[])
    )
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)
    meeting = book(
        Meeting(relationship=pair, starts_at=NOW + timedelta(days=1), minutes=45, logged_at=NOW),
        pair,
        by=SYSTEM,
        at=NOW,
    )
    for name in ("gwen", "noor"):
        page = sign_in(name).get(reverse("meeting", args=[meeting.pk])).content.decode()
        assert "What you could ask" in page
        assert "What you could bring" in page
        assert "What may be" not in page
