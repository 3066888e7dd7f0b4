"""A calendar that is read, a feed that is given, an agenda, video rooms."""

import json
import socket
from datetime import timedelta

import pytest
import vobject
from django.db import connection

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.core.safe_fetch import Network
from guildhall.core.tokens import token_digest
from guildhall.meetings.actions import calendars
from guildhall.meetings.actions.agendas import add_agenda_line, remove_agenda_line
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.calendars import (
    connect_calendar,
    disconnect_calendar,
    read_calendar,
    read_due_calendars,
)
from guildhall.meetings.actions.feeds import end_feed, make_feed
from guildhall.meetings.actions.video import set_video_rooms
from guildhall.meetings.guides import guide_for, guides
from guildhall.meetings.models import AgendaLine, CalendarFeed, CalendarSource, VideoProvider
from guildhall.meetings.queries.free import shared_times
from guildhall.work.models import Job
from tests.meetings.factories import THURSDAY, booked, propose, told
from tests.world import NOW

ADDRESS = "https://calendar.example/private-8f3a/noor.ics"
SECRET = "Interview at another hospital"
PAGE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    f"SUMMARY:{SECRET}\r\n"
    "DTSTART;TZID=Europe/London:20260105T150000\r\nDTEND;TZID=Europe/London:20260105T160000\r\n"
    "RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
INSIDE = Network(lambda *_: ["10.0.0.8"])


class Page:
    """Stands in for the open internet: what the connected address answers at present."""

    def __init__(self) -> None:
        self.body = PAGE.encode()
        self.asked: list[str] = []

    def fetch(self, address: str, **_limits: object) -> bytes:
        self.asked.append(address)
        return self.body


@pytest.fixture
def page(monkeypatch) -> Page:
    # the network is not ours to reach from a test; safe_fetch has tests of its own
    found = Page()
    monkeypatch.setattr(calendars, "fetch", found.fetch)
    return found


def connect(world, name="noor", address=ADDRESS, **values):
    person = getattr(world, name)
    person.refresh_from_db()
    return connect_calendar(person=person, address=address, by=world.actor(name), at=NOW, **values)


def test_only_when_is_kept_and_it_takes_times_away(pair, world, page):
    world.gwen.refresh_from_db()
    before = shared_times([world.gwen, world.noor], minutes=45, at=NOW).times

    source = connect(world, address="webcal://calendar.example/private-8f3a/noor.ics")

    assert page.asked == [ADDRESS]
    assert (source.read_at, source.problem, source.left_out) == (NOW, "", 0)
    assert json.loads(source.busy)[0] == [
        *("2026-11-15T15:00:00+00:00", "2026-11-15T16:00:00+00:00")
    ]
    after = shared_times([world.gwen, world.noor], minutes=45, at=NOW)
    gone = {at.strftime("%H:%M") for at in set(before) - set(after.times)}
    assert gone == {"14:30", "15:00", "15:30"}
    assert after.without_calendar == (world.gwen,)


def test_neither_address_nor_times_stand_in_the_table(pair, world, page):
    connect(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, busy FROM meetings_calendarsource")
        stored = " ".join(cursor.fetchone())
    assert "8f3a" not in stored
    assert "2026-11-15" not in stored
    assert SECRET not in CalendarSource.objects.get().busy


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://calendar.example/a.ics", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("https://calendar.example/a.ics", "not on the open internet"),
    ],
)
def test_addresses_that_must_not_be_read_are_refused(world, address, sentence):
    with pytest.raises(InvalidInput) as caught:
        connect(world, address=address, network=INSIDE)
    assert sentence in caught.value.problems["address"]
    assert CalendarSource.objects.count() == 0


def test_what_is_no_calendar_is_said_under_the_field(world, page):
    page.body = b"<html>Sign in</html>"
    with pytest.raises(InvalidInput) as caught:
        connect(world)
    assert "not a calendar but a web page" in caught.value.problems["address"]


def test_a_server_that_is_not_there_is_said_under_the_field(world):
    def nobody(*_: object) -> list[str]:
        raise socket.gaierror

    with pytest.raises(InvalidInput) as caught:
        connect(world, network=Network(nobody))
    assert caught.value.problems == {"address": "There is no server named calendar.example."}
    assert CalendarSource.objects.count() == 0


def test_a_failed_reading_keeps_what_was_read_and_tells_after_two_days(world, page):
    source = connect(world)
    busy = source.busy
    page.body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"

    later = read_calendar(source=source, at=NOW + timedelta(hours=3))
    assert (later.busy, later.read_at) == (busy, NOW)
    assert later.problem == "The calendar breaks off: VEVENT, begun on line 2, has no end."
    assert told("calendar_unread") == []

    for hours in (48, 50):
        read_calendar(source=later, at=NOW + timedelta(hours=hours))
    assert told("calendar_unread") == [("Noor", "Your calendar could not be read for two days")]

    page.body = PAGE.encode()
    assert read_calendar(source=later, at=NOW + timedelta(days=3)).problem == ""


def test_the_clock_has_it_read_again_every_two_hours(world, page):
    connect(world)
    with clock.moved_to(NOW + timedelta(hours=2)) as at:
        assert read_due_calendars(at=at - timedelta(minutes=1)) == 0
        assert read_due_calendars(at=at) == 1
        assert read_due_calendars(at=at) == 1
    assert Job.objects.filter(kind="meetings.read_calendar").count() == 1


def test_a_calendar_that_was_disconnected_meanwhile_stays_gone(world, page):
    source = connect(world)
    assert disconnect_calendar(person=world.noor, by=world.actor("noor"), at=NOW)
    read_calendar(source=source, at=NOW)
    assert CalendarSource.objects.count() == 0
    assert not disconnect_calendar(person=world.noor, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize("name", ["gwen", "maren", "ada", "olga"])
def test_nobody_connects_or_takes_the_calendar_of_another(world, page, name):
    connect(world)
    for act in (
        lambda by: connect_calendar(person=world.noor, address=ADDRESS, by=by, at=NOW),
        lambda by: disconnect_calendar(person=world.noor, by=by, at=NOW),
        lambda by: make_feed(person=world.noor, by=by, at=NOW),
        lambda by: end_feed(person=world.noor, by=by, at=NOW),
    ):
        with pytest.raises(NotVisible):
            act(world.actor(name))


def test_the_feed_holds_what_is_booked_in_all_pairs(pair, world, client, held_clock):
    booked(world, pair)
    cancel_meeting(
        meeting=booked(world, pair, THURSDAY + timedelta(days=1)), by=world.actor("noor"), at=NOW
    )
    propose(world, pair)
    token = make_feed(person=world.noor, by=world.actor("noor"), at=NOW)
    assert CalendarFeed.objects.get().digest == token_digest(token)

    response = client.get(f"/calendar/{token}.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    read = vobject.readOne(response.content.decode())
    assert read.method.value == "PUBLISH"
    assert [event.dtstart.value for event in read.vevent_list] == [THURSDAY]


def test_a_new_secret_and_a_revoked_one(pair, world, client):
    noor = world.actor("noor")
    first = make_feed(person=world.noor, by=noor, at=NOW)
    second = make_feed(person=world.noor, by=noor, at=NOW)
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    end_feed(person=world.noor, by=noor, at=NOW)
    assert client.get(f"/calendar/{second}.ics").status_code == 404


def test_an_agenda_is_the_pairs_and_sealed(pair, world):
    meeting = booked(world, pair)
    line = add_agenda_line(meeting=meeting, text="  Night\nshifts ", by=world.actor("noor"), at=NOW)
    assert line.text == "Night shifts"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM meetings_agendaline")
        assert "Night" not in cursor.fetchone()[0]
    for name in ("maren", "olga", "tomas", "vera"):
        with pytest.raises(NotVisible):
            add_agenda_line(meeting=meeting, text="x", by=world.actor(name), at=NOW)
        with pytest.raises(NotVisible):
            remove_agenda_line(line=line, by=world.actor(name), at=NOW)
    for text in ("", " ", "x" * 301):
        with pytest.raises(InvalidInput):
            add_agenda_line(meeting=meeting, text=text, by=world.actor("gwen"), at=NOW)
    remove_agenda_line(line=line, by=world.actor("gwen"), at=NOW)
    assert AgendaLine.objects.count() == 0
    cancel_meeting(meeting=meeting, by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="that is booked"):
        add_agenda_line(meeting=meeting, text="x", by=world.actor("gwen"), at=NOW)


@pytest.mark.parametrize(
    "template",
    [
        "https://meet.example.org/room",
        "http://meet.example.org/{room}",
        "https://{room}.example.org/",
        "javascript:alert(1)//{room}",
        "https://meet.example.org/{room}/{room}",
        "https://meet.example.org/{0}{room}",
        "https://me:pw@meet.example.org/{room}",
        f"https://meet.example.org/{'x' * 200}{{room}}",
    ],
)
def test_a_bad_address_of_video_rooms_is_refused(world, template):
    with pytest.raises(InvalidInput) as caught:
        set_video_rooms(organization=world.alder, template=template, by=world.actor("ada"), at=NOW)
    assert caught.value.problems
    assert VideoProvider.objects.count() == 0


def test_video_rooms_are_set_and_turned_off_by_administrators(world):
    ada = world.actor("ada")
    template = "https://meet.example.org/{room}"
    set_video_rooms(organization=world.alder, template=template, by=ada, at=NOW)
    assert VideoProvider.objects.get().template == template
    for name in ("maren", "olga", "noor"):
        with pytest.raises((NotAllowed, NotVisible)):
            set_video_rooms(organization=world.alder, template="", by=world.actor(name), at=NOW)
    assert set_video_rooms(organization=world.alder, template="", by=ada, at=NOW) is None
    assert VideoProvider.objects.count() == 0


@pytest.mark.parametrize(
    ("held", "share", "is_closing", "phase"),
    [
        (0, 0.1, False, "first"),
        (1, 0.1, False, "direction"),
        (3, 0.5, False, "halfway"),
        (3, 0.7, False, "work"),
        (5, 0.9, False, "ending"),
        (0, None, True, "ending"),
        (2, None, False, "direction"),
        (4, None, False, "work"),
    ],
)
def test_the_guide_fits_where_they_stand(held, share, is_closing, phase):
    assert guide_for(held=held, share=share, is_closing=is_closing) == guides()[phase]


def test_every_guide_has_three_of_each():
    assert {(len(guide.ask), len(guide.bring)) for guide in guides().values()} == {(3, 3)}
