"""Invitations that every calendar understands (RFC 5545, RFC 5546), and the feed of one's own.

Single meetings carry instants in UTC: no calendar can read those wrong. A meeting that repeats
carries local time with the rules of its zone, because only those keep 10:00 at 10:00.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from .rhythm import Rhythm
from .slots import CalendarError
from .zones import time_zone

PRODUCT = "-//Guildhall//Meetings//EN"
# How far the clocks of a zone are told for a series without an end.
YEARS_AHEAD = timedelta(days=5 * 366)
ANSWERS = {None: "NEEDS-ACTION", True: "ACCEPTED", False: "DECLINED"}


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited; `comes` is None until they have said so."""

    name: str
    mail: str
    comes: bool | None = None


@dataclass(frozen=True)
class Appointment:
    """One meeting as calendars know it.

    `uid` stays the same for ever, `sequence` grows with every change that people must be told.
    Moments are aware. With a `rhythm`, `start` is the first of the series, and `skipped` are starts
    at which there is none.
    """

    uid: str
    sequence: int
    start: datetime
    minutes: int
    title: str
    made_at: datetime
    guests: tuple[Guest, ...] = ()
    organizer: Guest | None = None
    description: str = ""
    place: str = ""
    link: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False
    rhythm: Rhythm | None = None
    until: datetime | None = None
    skipped: tuple[datetime, ...] = ()
    remind_minutes: int | None = None

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.sequence < 0 or not self.uid:
            raise CalendarError("A meeting needs an id, a length and a number of its version.")
        if any(at.tzinfo is None for at in (self.start, self.made_at)):
            raise CalendarError("A meeting needs moments with a time zone.")


def request(appointment: Appointment) -> bytes:
    """The invitation, or its change when the sequence has grown (METHOD:REQUEST)."""
    _need_people(appointment)
    return _calendar("REQUEST", [appointment])


def cancellation(appointment: Appointment) -> bytes:
    """What takes the meeting out of all calendars (METHOD:CANCEL); give it a new sequence."""
    _need_people(appointment)
    return _calendar("CANCEL", [appointment])


def feed(appointments: Iterable[Appointment], *, name: str) -> bytes:
    """A calendar to subscribe to (METHOD:PUBLISH), read again every few hours."""
    return _calendar("PUBLISH", list(appointments), name=name)


def _need_people(appointment: Appointment) -> None:
    if appointment.organizer is None or not appointment.guests:
        raise CalendarError("An invitation needs who invites and who is invited.")


def _calendar(method: str, appointments: Sequence[Appointment], name: str = "") -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=2), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT2H")
    for zone, (start, end) in _stretches(appointments).items():
        calendar.add_component(time_zone(zone, start=start, end=end))
    for appointment in appointments:
        calendar.add_component(_event(method, appointment))
    return bytes(calendar.to_ical())


def _stretches(appointments: Sequence[Appointment]) -> dict[str, tuple[datetime, datetime]]:
    """For each zone that is named, from when to when its clocks must be told."""
    found: dict[str, tuple[datetime, datetime]] = {}
    for each in appointments:
        if each.rhythm:
            end = each.until or each.start + YEARS_AHEAD
            before = found.get(each.rhythm.zone, (each.start, end))
            found[each.rhythm.zone] = (min(before[0], each.start), max(before[1], end))
    return found


def _event(method: str, appointment: Appointment) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.made_at.astimezone(UTC))
    event.add("last-modified", appointment.made_at.astimezone(UTC))
    _add_times(event, appointment)
    event.add("summary", appointment.title)
    is_off = method == "CANCEL" or appointment.is_cancelled
    held = "TENTATIVE" if appointment.is_tentative else "CONFIRMED"
    event.add("status", "CANCELLED" if is_off else held)
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PRIVATE")
    if appointment.description:
        event.add("description", appointment.description)
    if appointment.place or appointment.link:
        event.add("location", appointment.place or appointment.link)
    if appointment.link:
        event.add("url", appointment.link)
        # what calendars turn into a button to join (RFC 7986)
        features = {"VALUE": "URI", "FEATURE": "VIDEO"}
        event.add("conference", icalendar.vUri(appointment.link), parameters=features)
    if method != "PUBLISH":
        _add_people(event, appointment)
    if appointment.remind_minutes and method == "PUBLISH" and not is_off:
        event.add_component(_reminder(appointment))
    return event


def _add_times(event: icalendar.Event, appointment: Appointment) -> None:
    length = timedelta(minutes=appointment.minutes)
    if appointment.rhythm is None:
        event.add("dtstart", appointment.start.astimezone(UTC))
        event.add("dtend", appointment.start.astimezone(UTC) + length)
        return
    zone = ZoneInfo(appointment.rhythm.zone)
    start = appointment.start.astimezone(zone)
    event.add("dtstart", start)
    event.add("dtend", (appointment.start.astimezone(UTC) + length).astimezone(zone))
    rule: dict[str, Any] = dict(appointment.rhythm.rule)
    if appointment.until:
        rule["UNTIL"] = [appointment.until.astimezone(UTC)]
    event.add("rrule", rule)
    for at in appointment.skipped:
        event.add("exdate", at.astimezone(zone))


def _add_people(event: icalendar.Event, appointment: Appointment) -> None:
    if appointment.organizer:
        event.add("organizer", _address(appointment.organizer))
    for guest in appointment.guests:
        address = _address(guest)
        address.params["CUTYPE"] = icalendar.vText("INDIVIDUAL")
        address.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT")
        address.params["PARTSTAT"] = icalendar.vText(ANSWERS[guest.comes])
        address.params["RSVP"] = icalendar.vText("FALSE" if guest.comes else "TRUE")
        event.add("attendee", address, encode=False)


def _address(person: Guest) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{person.mail}")
    # a quotation mark cannot be written in a parameter (RFC 5545 §3.2)
    address.params["CN"] = icalendar.vText(person.name.replace('"', "'").replace("\n", " "))
    return address


def _reminder(appointment: Appointment) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", appointment.title)
    alarm.add("trigger", -timedelta(minutes=appointment.remind_minutes or 0))
    return alarm
