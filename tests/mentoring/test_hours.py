"""Office hours: offered, found, booked once, given back, and what comes after a conversation."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.mentoring.actions.booking import book_slot, cancel_booking
from guildhall.mentoring.actions.hours import (
    HoursDraft,
    end_hours,
    keep_slots,
    offer_hours,
    withdraw_slot,
)
from guildhall.mentoring.actions.talks import answer_talk, finish_talks
from guildhall.mentoring.hours_states import Use
from guildhall.mentoring.models import Slot, SlotBooking
from guildhall.mentoring.queries.hours import by_day, open_slots
from guildhall.notify.models import Message
from guildhall.people.actions.profile import change_profile, pause_profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import NeverPair
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState
from tests.world import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)
AFTER = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


def offer(world, *, by="gwen", **values):
    draft = HoursDraft(**{"on": DAY, "at": time(16), "topics": "Grants", "places": 2, **values})
    person = getattr(world, by)
    return offer_hours(
        guide=person, organization=world.alder, draft=draft, by=world.actor(by), at=NOW
    )


def book(slot, world, *, by="noor", about="My first grant", at=NOW) -> SlotBooking:
    return book_slot(slot=slot, about=about, by=world.actor(by), at=at)


def found(world, *, by="noor", **values):
    return list(open_slots(getattr(world, by), world.actor(by), at=NOW, **values))


def answer(booking, world, by, **values):
    return answer_talk(
        booking=booking,
        by=world.actor(by),
        **{"use": Use.YES, "at": AFTER, **values},
    )


def test_conversations_follow_one_another_in_the_guides_time(world):
    world.gwen.time_zone = "America/New_York"
    world.gwen.save()
    hours = offer(world, minutes=20, places=3)
    assert [slot.starts_at for slot in hours.slots.all()] == [
        datetime(2026, 11, 18, 21, minute, tzinfo=UTC) for minute in (0, 20, 40)
    ]


def test_weekly_hours_keep_six_weeks_ahead_over_a_clock_change(world):
    world.gwen.time_zone = "Europe/Berlin"
    world.gwen.save()
    hours = offer(world, is_weekly=True, places=1)
    assert hours.slots.count() == 6
    for week in range(1, 25):
        keep_slots(at=NOW + timedelta(weeks=week))
    starts = {slot.starts_at for slot in hours.slots.all()}
    assert datetime(2027, 3, 24, 15, 0, tzinfo=UTC) in starts
    assert datetime(2027, 3, 31, 14, 0, tzinfo=UTC) in starts
    before = hours.slots.count()
    assert keep_slots(at=NOW + timedelta(weeks=24)) == 0
    assert hours.slots.count() == before


def test_a_time_taken_back_is_not_made_again_and_ended_hours_keep_what_is_booked(world):
    hours = offer(world, is_weekly=True, places=1)
    first, second, *_rest = hours.slots.all()
    withdraw_slot(slot=first, by=world.actor("gwen"), at=NOW)
    booking = book(second, world)
    end_hours(hours=hours, by=world.actor("gwen"), at=NOW)
    keep_slots(at=NOW + timedelta(weeks=2))
    assert list(hours.slots.filter(withdrawn_at__isnull=True)) == [second]
    booking.refresh_from_db()
    assert booking.cancelled_at is None


def test_booking_opens_a_pair_and_a_meeting_and_takes_no_place(world):
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, capacity=0)
    slot = offer(world).slots.first()
    booking = book(slot, world)
    pair = booking.relationship
    assert (pair.state, pair.takes, pair.plan_key) == ("active", "nothing", "flash-mentoring")
    meeting = Meeting.objects.get(relationship=pair)
    assert (meeting.state, meeting.starts_at, meeting.minutes) == ("booked", slot.starts_at, 30)
    mails = Message.objects.filter(kind="meetings.meeting_booked")
    assert set(mails.values_list("person_id", flat=True)) == {world.gwen.pk, world.noor.pk}
    assert slot.pk not in {one.pk for one in found(world, by="tomas")}
    with pytest.raises(WrongState, match="quicker"):
        book(slot, world, by="tomas")


def test_the_line_is_encrypted_and_in_no_mail(world):
    book(offer(world).slots.first(), world, about="My sealed question")
    with connection.cursor() as cursor:
        cursor.execute("select about from mentoring_slotbooking")
        assert "sealed" not in cursor.fetchone()[0]
    assert not Message.objects.filter(body__icontains="sealed").exists()


def test_who_may_book(world):
    slot = offer(world).slots.first()
    with pytest.raises(NotVisible):
        book(slot, world, by="olga")
    with pytest.raises(NotAllowed):
        book(slot, world, by="gwen")
    NeverPair.objects.create(person=world.gwen, other=world.tomas, said_at=NOW)
    assert found(world, by="tomas") == []
    with pytest.raises(NotVisible):
        book(slot, world, by="tomas")
    with pytest.raises(InvalidInput):
        book(slot, world, about="  ")


def test_a_break_of_the_guide_hides_the_times(world):
    slot = offer(world).slots.first()
    pause_profile(person=world.gwen, by=SYSTEM, at=NOW)
    assert found(world) == []
    with pytest.raises(WrongState, match="break"):
        book(slot, world)


def test_three_conversations_ahead_are_enough_and_none_at_the_same_time(world):
    slots = list(offer(world, places=4).slots.all())
    for slot in slots[:3]:
        book(slot, world)
    with pytest.raises(WrongState, match="3 conversations"):
        book(slots[3], world)
    other = offer(world, by="omar", at=time(16, 15), minutes=30, places=1).slots.get()
    with pytest.raises(WrongState, match="another conversation"):
        book(other, world)


def test_overlapping_hours_of_one_guide_are_refused(world):
    offer(world)
    with pytest.raises(InvalidInput) as refused:
        offer(world, at=time(16, 45))
    assert list(refused.value.problems) == ["at"]
    assert offer(world, at=time(17)).slots.count() == 2


def test_found_by_topic_language_and_day_as_the_reader_counts_days(world):
    offer(world, languages=("en", "es"))
    offer(world, by="omar", topics="Night shifts", languages=("de",), on=date(2026, 11, 19))
    assert len(found(world)) == 4
    assert {slot.hours.topics for slot in found(world, topic="grant")} == {"Grants"}
    assert {slot.hours.topics for slot in found(world, language="de")} == {"Night shifts"}
    assert {slot.hours.topics for slot in found(world, day=DAY)} == {"Grants"}
    world.noor.time_zone = "Pacific/Auckland"
    days = by_day(found(world), world.noor)
    assert [str(day.day) for day in days] == ["2026-11-19", "2026-11-20"]


def test_given_back_in_time_the_slot_is_free_and_both_calendars_follow(world):
    slot = offer(world, cancel_hours=24).slots.first()
    booking = cancel_booking(booking=book(slot, world), by=world.actor("noor"), at=NOW)
    assert booking.cancelled_at == NOW
    assert booking.meeting.state == MeetingState.CANCELLED
    assert booking.relationship.state == RelationshipState.CLOSED
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert "meetings.meeting_cancelled" in kinds
    assert "relationships.relationship_closed" not in kinds
    assert book(slot, world, by="tomas").slot_id == slot.pk


def test_too_late_only_the_guide_can_call_it_off(world):
    booking = book(offer(world, cancel_hours=24).slots.first(), world)
    late = booking.slot.starts_at - timedelta(hours=23)
    with pytest.raises(WrongState, match="24 hours"):
        cancel_booking(booking=booking, by=world.actor("noor"), at=late)
    with pytest.raises(NotVisible):
        cancel_booking(booking=booking, by=world.actor("maren"), at=NOW)
    withdraw_slot(slot=booking.slot, by=world.actor("gwen"), at=late)
    booking.refresh_from_db()
    assert booking.cancelled_at == late
    assert len(found(world)) == 1
    assert Slot.objects.get(pk=booking.slot_id).withdrawn_at == late


def test_afterward_both_are_asked_once_and_it_ends_with_the_second_answer(world):
    booking = book(offer(world).slots.first(), world)
    with pytest.raises(WrongState, match="not talked yet"):
        answer(booking, world, "noor", at=NOW)
    assert finish_talks(at=AFTER) == 1
    assert finish_talks(at=AFTER) == 0
    asked = Message.objects.filter(kind="mentoring.talk_over")
    assert set(asked.values_list("person_id", flat=True)) == {world.gwen.pk, world.noor.pk}
    answer(booking, world, "noor", thanks="You gave me courage", goes_on=True)
    done = answer(booking, world, "gwen")
    assert (done.finished_at, done.went_on_id) == (AFTER, None)
    assert done.relationship.state == RelationshipState.CLOSED
    assert Meeting.objects.get(relationship=done.relationship).state == MeetingState.HELD
    with pytest.raises(WrongState):
        answer(booking, world, "noor")


def test_without_answers_it_ends_by_itself_after_a_week(world):
    booking = book(offer(world).slots.first(), world)
    finish_talks(at=AFTER)
    finish_talks(at=AFTER + timedelta(days=6))
    booking.refresh_from_db()
    assert booking.finished_at is None
    finish_talks(at=AFTER + timedelta(days=8))
    booking.refresh_from_db()
    assert booking.finished_at == AFTER + timedelta(days=8)
    kinds = Message.objects.values_list("kind", flat=True)
    assert "relationships.relationship_closed" not in set(kinds)


def test_if_both_would_go_on_an_informal_pair_begins(world):
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, capacity=1)
    booking = book(offer(world).slots.first(), world)
    answer(booking, world, "noor", goes_on=True)
    done = answer(booking, world, "gwen", goes_on=True)
    pair = Relationship.objects.get(pk=done.went_on_id)
    assert (pair.state, pair.takes, pair.plan_key) == ("active", "each", "")
    assert {party.person_id for party in pair.parties.all()} == {world.gwen.pk, world.noor.pk}


def test_without_a_place_no_pair_begins_and_the_answers_stay(world):
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, capacity=0)
    booking = book(offer(world).slots.first(), world)
    answer(booking, world, "noor", goes_on=True)
    done = answer(booking, world, "gwen", goes_on=True)
    assert (done.went_on_id, done.answers.count()) == (None, 2)
    assert done.relationship.state == RelationshipState.CLOSED


def test_the_list_asks_as_often_for_many_times_as_for_one(world):
    offer(world, places=1)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            by_day(found(world), world.noor)
        return len(asked)

    before = count()
    offer(world, by="omar", places=8)
    assert count() == before
