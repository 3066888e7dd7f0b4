"""What is said about meetings: to people in their own time, and to their calendars."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import time_of_day, weekday_and_day
from guildhall.directory.models import Person
from guildhall.engine.calendar import Appointment, Guest, cancellation, request
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Invitation, Outgoing
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.telling import message_about

ACCEPT_TIME = "meeting.accept_time"
MET, NOT_MET = "meeting.met", "meeting.not_met"
ACCEPT_RHYTHM = "meeting.accept_rhythm"
REMIND_MINUTES = 10


def moment_for(at: datetime, person: Person) -> str:
    """“Thursday, Nov 26, 4:00 pm”, as the person's clock shows it."""
    with timezone.override(ZoneInfo(person.time_zone)):
        local = localtime(at)
        words = {"day": weekday_and_day(at), "time": time_of_day(local)}
        return _("%(day)s, %(time)s") % words


def length_words(meeting: Meeting) -> str:
    """“45 minutes, by video”."""
    length = ngettext("%(n)d minute", "%(n)d minutes", meeting.length) % {"n": meeting.length}
    mode = meeting.get_mode_display()
    return f"{length}, {mode[:1].lower()}{mode[1:]}" if mode else length


def how_words(meeting: Meeting) -> str:
    """“45 minutes, by video: https://…”, or “45 minutes, in person: Café Aster”."""
    words = length_words(meeting)
    where = meeting.link or meeting.place
    return f"{words}: {where}" if where else f"{words}."


def told(
    kind: Kind,
    *,
    relationship: Relationship,
    to: Party,
    everybody: Sequence[Party],
    event: str,
    path: str = "",
    acts: tuple[ActButton, ...] = (),
    invitation: Invitation | None = None,
    **values: str,
) -> Outgoing:
    """One message to one of the pair; `event` keeps it from being told twice."""
    others = [party for party in everybody if party.pk != to.pk]
    message = message_about(
        kind,
        relationship=relationship,
        to=to,
        others=others,
        acts=acts,
        path=path,
        event=event,
        **values,
    )
    return replace(message, invitation=invitation)


def meeting_path(meeting: Meeting) -> str:
    """The page of a meeting."""
    return f"/meetings/{meeting.pk}/"


def invitation_for(
    meeting: Meeting, person: Person, everybody: Sequence[Party], *, at: datetime
) -> Invitation | None:
    """What the person's calendar is told. Each gets one of their own, without the other's address.

    Both have agreed already, so nobody is asked to answer. None where somebody has no address.
    """
    address = person.email or (person.account.email if person.account else "")
    if not address:
        return None
    appointment = replace(
        appointment_of(meeting, everybody, at=at),
        organizer=Guest(*_house()),
        guests=(Guest(person.name, address, comes=True),),
    )
    is_off = meeting.state == MeetingState.CANCELLED
    made = cancellation(appointment) if is_off else request(appointment)
    return Invitation("CANCEL" if is_off else "REQUEST", made.decode())


def appointment_of(meeting: Meeting, everybody: Sequence[Party], *, at: datetime) -> Appointment:
    """The meeting as calendars know it. Nothing that the pair wrote is in it."""
    host = urlsplit(settings.GUILDHALL_BASE_URL).hostname or "localhost"
    return Appointment(
        uid=f"{meeting.uid or meeting.pk}@{host}",
        sequence=meeting.sequence,
        start=meeting.starts_at,
        minutes=meeting.length,
        title=listed([party.person.name for party in everybody]),
        made_at=at,
        description=f"{settings.GUILDHALL_BASE_URL}{meeting_path(meeting)}",
        place=meeting.place,
        link=meeting.link,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        remind_minutes=REMIND_MINUTES,
    )


def _house() -> tuple[str, str]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return name or "Guildhall", address
