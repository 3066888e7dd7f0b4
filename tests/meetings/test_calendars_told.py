"""What reaches people's calendars, as an independent parser reads the mails."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.core import mail
from django.db import connection

from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.proposing import accept_time
from guildhall.meetings.actions.video import set_video_rooms
from guildhall.meetings.models import Meeting
from guildhall.meetings.queries.feeds import own_calendar
from guildhall.meetings.queries.free import shared_times
from guildhall.notify.envelope import envelope
from guildhall.notify.models import Message
from guildhall.relationships.actions.course import close_relationship, pause_relationship
from tests.meetings.factories import FRIDAY, THURSDAY, booked, propose, told
from tests.world import NOW


def invitations(kind: str) -> dict[str, vobject.base.Component]:
    """By given name, the calendar in the mail of a kind, as it goes over the wire."""
    found = {}
    for message in Message.objects.filter(kind=f"meetings.{kind}"):
        wire = envelope(message, own_links=set()).message()
        parts = [part for part in wire.walk() if part.get_content_type() == "text/calendar"]
        assert [part.get_param("method") for part in parts] == [message.calendar_method]
        files = [part for part in wire.walk() if part.get_filename() == "invitation.ics"]
        text = parts[0].get_payload(decode=True).decode()
        assert files[0].get_payload(decode=True).decode().split() == text.split()
        found[message.person.given_name] = vobject.readOne(text)
    return found


def test_each_gets_an_invitation_of_their_own(pair, world):
    meeting = booked(world, pair)

    gwen, noor = invitations("meeting_booked")["Gwen"], invitations("meeting_booked")["Noor"]

    assert gwen.method.value == "REQUEST"
    assert gwen.vevent.uid.value == noor.vevent.uid.value == f"{meeting.uid}@localhost"
    assert gwen.vevent.dtstart.value == noor.vevent.dtstart.value == THURSDAY
    assert noor.vevent.dtend.value == THURSDAY + timedelta(minutes=45)
    assert [guest.value for guest in noor.vevent.attendee_list] == ["mailto:noor@alderbay.example"]
    assert "gwen@" not in noor.serialize()
    assert noor.vevent.summary.value == "Gwen Castellan and Noor Rahimi"


def test_moving_and_cancelling_reach_the_same_entry(pair, world):
    meeting = booked(world, pair)
    time = propose(world, pair, FRIDAY, moves=meeting).times.get()
    moved = accept_time(time=time, by=world.actor("noor"), at=NOW)
    cancel_meeting(meeting=moved, by=world.actor("noor"), at=NOW)

    update, end = invitations("meeting_moved")["Noor"], invitations("meeting_cancelled")["Gwen"]

    assert (update.method.value, update.vevent.sequence.value) == ("REQUEST", "1")
    assert update.vevent.dtstart.value == FRIDAY
    assert (end.method.value, end.vevent.sequence.value) == ("CANCEL", "2")
    assert end.vevent.status.value == "CANCELLED"
    assert end.vevent.uid.value == update.vevent.uid.value
    pair.refresh_from_db()
    assert pair.next_meeting_at is None


def test_a_mail_with_an_invitation_is_delivered_whole(
    pair, world, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        booked(world, pair)
    sent = [each for each in mail.outbox if each.subject.startswith("Booked")]
    assert len(sent) == 2
    assert {kind for each in sent for _text, kind in each.alternatives} == {
        *("text/html", "text/calendar; method=REQUEST")
    }


@pytest.mark.parametrize("end", [close_relationship, pause_relationship])
def test_an_end_or_a_rest_cancels_all_that_is_ahead(pair, world, end):
    over = booked(world, pair, NOW + timedelta(hours=1))
    ahead = booked(world, pair, FRIDAY)
    waiting = propose(world, pair)

    end(relationship=pair, by=world.actor("gwen"), at=NOW + timedelta(hours=3))

    states = dict(Meeting.objects.values_list("pk", "state"))
    assert states == {over.pk: "booked", ahead.pk: "cancelled", waiting.pk: "cancelled"}
    assert [name for name, _subject in told("meeting_cancelled")] == ["Gwen", "Noor"]
    assert invitations("meeting_cancelled")["Noor"].method.value == "CANCEL"


def test_only_what_is_booked_and_to_come_can_be_cancelled(pair, world):
    meeting = booked(world, pair)
    with pytest.raises(NotVisible):
        cancel_meeting(meeting=meeting, by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="still to come"):
        cancel_meeting(meeting=meeting, by=world.actor("noor"), at=THURSDAY)
    cancel_meeting(meeting=meeting, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="still to come"):
        cancel_meeting(meeting=meeting, by=world.actor("gwen"), at=NOW)


def test_a_meeting_by_video_gets_a_room_that_nobody_can_guess(pair, world):
    set_video_rooms(
        organization=world.alder,
        template="https://meet.example.org/x-{room}?lobby=1",
        by=world.actor("ada"),
        at=NOW,
    )
    one, other = booked(world, pair), booked(world, pair, FRIDAY)

    assert one.link.startswith("https://meet.example.org/x-")
    assert one.link.endswith("?lobby=1")
    assert len(one.link) > len("https://meet.example.org/x-?lobby=1") + 20
    assert one.link != other.link
    event = invitations("meeting_booked")["Noor"].vevent
    assert event.url.value in (one.link, other.link)


PLACE = "Café “Aster”; 2nd floor, back\\room: ring twice"


def in_person(pair, world, place=PLACE, **values):
    time = propose(world, pair, THURSDAY, mode="in_person", place=place, **values).times.get()
    return accept_time(time=time, by=world.actor("noor"), at=NOW)


def test_a_place_reaches_mails_invitations_and_the_feed_as_it_was_typed(pair, world):
    meeting = in_person(pair, world, f"  {PLACE}\r\nATTENDEE:mailto:x@evil.example ")
    place = f"{PLACE} ATTENDEE:mailto:x@evil.example"
    assert (meeting.place, meeting.link) == (place, "")
    event = invitations("meeting_booked")["Noor"].vevent
    assert event.location.value == place
    assert [guest.value for guest in event.attendee_list] == ["mailto:noor@alderbay.example"]
    asked = Message.objects.get(kind="meetings.times_proposed")
    booked_mails = Message.objects.filter(kind="meetings.meeting_booked")
    assert all("Café “Aster”; 2nd floor" in m.body for m in (asked, *booked_mails))
    own = vobject.readOne(own_calendar(world.noor, at=NOW).decode())
    assert own.vevent.location.value == place


def test_a_place_moves_with_its_meeting_until_it_is_by_video(pair, world):
    meeting = in_person(pair, world)
    time = propose(world, pair, FRIDAY, mode="in_person", moves=meeting).times.get()
    moved = accept_time(time=time, by=world.actor("noor"), at=NOW)
    assert (moved.starts_at, moved.place) == (FRIDAY, PLACE)
    time = propose(world, pair, THURSDAY, mode="video", place="Room 4", moves=moved).times.get()
    moved = accept_time(time=time, by=world.actor("noor"), at=NOW)
    assert (moved.mode, moved.place) == ("video", "")
    newest = Message.objects.filter(kind="meetings.meeting_moved", person=world.noor).latest("pk")
    event = vobject.readOne(newest.calendar).vevent
    assert (event.sequence.value, hasattr(event, "location")) == ("2", False)


def test_a_place_is_kept_sealed_and_of_a_length(pair, world):
    in_person(pair, world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM meetings_meeting WHERE place <> ''")
        assert "Aster" not in str(cursor.fetchall())
    with pytest.raises(InvalidInput) as refused:
        propose(world, pair, mode="in_person", place="x" * 201)
    assert "place" in refused.value.problems


def test_shared_times_leave_out_what_either_has_booked(pair, world):
    # Noor's day is 8 to 6 in London, Gwen's 8 to 6 in New York: 13:00 to 18:00 UTC is shared.
    people = [world.gwen, world.noor]
    for person in people:
        person.refresh_from_db()
    before = shared_times(people, minutes=45, at=NOW).times
    meeting = booked(world, pair)
    after = shared_times(people, minutes=45, at=NOW)

    day = [at for at in before if at.date() == THURSDAY.date()]
    assert (day[0].time().isoformat(), day[-1].time().isoformat()) == ("13:00:00", "17:00:00")
    gone = sorted(set(before) - set(after.times))
    assert gone == [datetime(2026, 11, 19, 14, minute, tzinfo=UTC) for minute in (0, 30)] + [
        datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    ]
    assert shared_times(people, minutes=45, at=NOW, moves=meeting.pk).times == before
    assert after.without_week == after.without_calendar == (world.gwen, world.noor)


def test_shared_times_ask_as_often_for_four_people_as_for_two(
    world, pair, django_assert_num_queries
):
    with django_assert_num_queries(3):
        shared_times([world.gwen, world.noor], minutes=45, at=NOW)
    with django_assert_num_queries(3):
        shared_times([world.gwen, world.noor, world.omar, world.tomas], minutes=45, at=NOW)
