"""Invitations as an independent parser (vobject) reads them."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.engine.calendar import (
    Appointment,
    CalendarError,
    Guest,
    Rhythm,
    busy_times,
    cancellation,
    feed,
    request,
)

COUNTER = count()
NOW = datetime(2026, 2, 1, 8, tzinfo=UTC)
ZONES = (
    # Cairo and Casablanca change their clocks by no simple rule
    *("Africa/Cairo", "Africa/Casablanca"),
    *("America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Sydney"),
    *("America/Sao_Paulo", "Europe/Paris", "Pacific/Chatham"),
)
GUIDE = Guest("Gwen Okafor", "gwen@alder.example", comes=True)
LEARNER = Guest('Noor "N." Haddad, RN; PhD', "noor@alder.example")
MEETING = Appointment(
    uid="meeting-7@hall.example",
    sequence=0,
    start=datetime(2026, 3, 26, 9, tzinfo=UTC),
    minutes=45,
    title="Noor and Gwen",
    made_at=NOW,
    organizer=GUIDE,
    guests=(GUIDE, LEARNER),
    description="Agenda:\n1. Nights; and, what next?\\ 😀",
    link="https://meet.example.org/abc",
)


def read(calendar: bytes) -> vobject.base.Component:
    text = calendar.decode()
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return vobject.readOne(text)


def read_series(calendar: bytes, zone: str) -> list[datetime]:
    """The starts, by nothing but the clocks that the calendar itself tells.

    The zone is given a name of nowhere: by its own name vobject would ask pytz.
    """
    text = calendar.decode().replace(zone, f"Nowhere/{next(COUNTER)}")
    found = vobject.readOne(text).vevent.getrruleset(addRDate=True)
    return [at.astimezone(UTC) for at in found]


def test_an_invitation_names_who_when_and_where():
    calendar = read(request(MEETING))
    event = calendar.vevent

    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value) == ("meeting-7@hall.example", "0")
    assert event.dtstart.value == MEETING.start
    assert event.dtend.value == MEETING.start + timedelta(minutes=45)
    assert event.dtstamp.value == NOW
    assert (event.summary.value, event.status.value) == ("Noor and Gwen", "CONFIRMED")
    assert event.description.value == MEETING.description
    assert event.location.value == event.url.value == "https://meet.example.org/abc"
    assert event.organizer.value == "mailto:gwen@alder.example"
    first, second = event.attendee_list
    assert (first.value, first.params["PARTSTAT"], first.params["RSVP"]) == (
        *("mailto:gwen@alder.example", ["ACCEPTED"], ["FALSE"]),
    )
    assert (second.value, second.params["PARTSTAT"], second.params["RSVP"]) == (
        *("mailto:noor@alder.example", ["NEEDS-ACTION"], ["TRUE"]),
    )
    assert second.params["CN"] == ["Noor 'N.' Haddad, RN; PhD"]


def test_an_update_keeps_the_id_and_a_cancellation_takes_it_out():
    moved = replace(MEETING, sequence=1, start=MEETING.start + timedelta(days=1))
    update, end = read(request(moved)), read(cancellation(replace(moved, sequence=2)))

    assert update.vevent.uid.value == end.vevent.uid.value == MEETING.uid
    assert (update.vevent.sequence.value, end.vevent.sequence.value) == ("1", "2")
    assert update.vevent.dtstart.value == MEETING.start + timedelta(days=1)
    assert (end.method.value, end.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert end.vevent.transp.value == "TRANSPARENT"


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(1, 600),
)
def test_single_meetings_are_instants_whatever_the_zone(local, zone, minutes):
    start = local.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone))

    event = read(request(replace(MEETING, start=start, minutes=minutes))).vevent

    assert event.dtstart.value.utcoffset() == timedelta(0)
    assert event.dtstart.value == start.astimezone(UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=minutes)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "shape", [{"weeks": 1}, {"weeks": 3}, {"ordinal": 3}, {"ordinal": -1, "months": 2}]
)
def test_a_rhythm_keeps_its_local_time_over_both_changes_of_the_clocks(zone, shape):
    rhythm = Rhythm(date(2026, 1, 1), weekday=3, minute=600, zone=zone, **shape)
    starts = rhythm.starts(after=NOW, count=8 if "months" in shape else 14)
    series = replace(MEETING, start=starts[0], rhythm=rhythm, until=starts[-1])

    assert read(request(series)).vtimezone.tzid.value == zone
    found = read_series(request(series), zone)
    assert found == starts
    assert {at.astimezone(ZoneInfo(zone)).time().isoformat() for at in found} == {"10:00:00"}
    assert {at.astimezone(ZoneInfo(zone)).weekday() for at in found} == {3}
    assert all(a < b for a, b in pairwise(found))


def test_over_a_year_the_clocks_do_change():
    rhythm = Rhythm(date(2026, 1, 1), weekday=3, minute=600, zone="America/New_York", weeks=1)
    starts = rhythm.starts(after=NOW, count=45)
    assert [f"{at:%m-%d %H}" for at in starts if at.day < 8][:5] == [
        *("02-05 15", "03-05 15", "04-02 14", "05-07 14", "06-04 14")
    ]
    assert {at.hour for at in starts if at.month == 11} == {15}


def test_what_is_skipped_in_a_series_is_left_out():
    rhythm = Rhythm(date(2026, 1, 1), weekday=3, minute=600, zone="Europe/London", weeks=2)
    starts = rhythm.starts(after=NOW, count=6)
    series = replace(
        MEETING, start=starts[0], rhythm=rhythm, until=starts[-1], skipped=(starts[2],)
    )

    found = read_series(request(series), "Europe/London")

    assert found == starts[:2] + starts[3:]


def test_an_hour_that_clocks_leave_out_is_meant_an_hour_later():
    rhythm = Rhythm(date(2026, 3, 1), weekday=6, minute=90, zone="Europe/London", weeks=1)
    night = datetime(2026, 3, 28, tzinfo=UTC)

    start = rhythm.starts(after=night, count=1)[0].astimezone(ZoneInfo("Europe/London"))

    assert f"{start:%m-%d %H:%M}" == "03-29 02:30"


def test_a_feed_says_what_is_booked_and_hides_who_else_is_asked():
    off = replace(MEETING, uid="other@hall.example", is_cancelled=True)
    calendar = read(feed([replace(MEETING, remind_minutes=10), off], name="Noor’s meetings"))

    assert calendar.method.value == "PUBLISH"
    assert calendar.contents["x-wr-calname"][0].value == "Noor’s meetings"
    assert [event.status.value for event in calendar.vevent_list] == ["CONFIRMED", "CANCELLED"]
    assert not any("attendee" in event.contents for event in calendar.vevent_list)
    assert calendar.vevent.valarm.trigger.value == timedelta(minutes=-10)


def test_an_empty_feed_is_a_calendar():
    text = feed([], name="Nothing yet")
    assert busy_times(text, start=NOW, end=NOW + timedelta(days=9), zone="UTC").busy == ()


def test_our_own_reader_reads_them_too():
    found = busy_times(
        request(MEETING), start=NOW, end=NOW + timedelta(days=90), zone="Europe/Paris"
    )
    assert [(busy.start, busy.end) for busy in found.busy] == [
        (MEETING.start, MEETING.start + timedelta(minutes=45))
    ]
    taken_out = cancellation(MEETING)
    assert not busy_times(taken_out, start=NOW, end=NOW + timedelta(days=90), zone="UTC").busy


def test_line_breaks_in_a_name_or_title_cannot_add_lines():
    sly = Guest("Noor\r\nATTENDEE:mailto:x@y.example", "noor@alder.example")
    text = request(replace(MEETING, title="A\r\nSTATUS:CANCELLED", guests=(sly,)))
    event = read(text).vevent

    assert event.status.value == "CONFIRMED"
    assert [guest.value for guest in event.attendee_list] == ["mailto:noor@alder.example"]


@pytest.mark.parametrize(
    "change",
    [{"guests": ()}, {"organizer": None}],
)
def test_an_invitation_needs_people(change):
    with pytest.raises(CalendarError, match="who is invited"):
        request(replace(MEETING, **change))


@pytest.mark.parametrize(
    "change", [{"minutes": 0}, {"uid": ""}, {"sequence": -1}, {"start": datetime(2026, 1, 1)}]
)
def test_a_meeting_that_is_none_is_refused(change):
    with pytest.raises(CalendarError, match="A meeting needs"):
        replace(MEETING, **change)


@pytest.mark.parametrize(
    "shape",
    [
        {"weeks": 2, "ordinal": 1},
        {},
        {"weeks": -1},
        {"ordinal": 5},
        {"weeks": 1, "weekday": 7},
        {"weeks": 1, "minute": 1440},
        {"ordinal": 1, "months": 0},
    ],
)
def test_a_rhythm_that_is_none_is_refused(shape):
    with pytest.raises(CalendarError, match="rhythm"):
        Rhythm(**{"begins": date(2026, 1, 1), "weekday": 3, "minute": 600, "zone": "UTC", **shape})


def test_the_example_in_the_documentation_holds():
    assert doctest.testmod(import_module("guildhall.engine.calendar.rhythm")).failed == 0
