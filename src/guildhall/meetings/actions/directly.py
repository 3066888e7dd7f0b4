"""A meeting is booked at once: where a program demands it, and the times are those of work."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.meetings.actions.booking import book, require_open
from guildhall.meetings.actions.proposing import FURTHEST, LONGEST, LONGEST_PLACE
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingMode
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class Booking:
    """When, for how long, how, and where in person."""

    starts_at: datetime
    minutes: int
    mode: str
    place: str = ""


def book_meeting(
    *, relationship: Relationship, booking: Booking, by: Actor, at: datetime
) -> Meeting:
    """Book a time without asking first; everybody and their calendars are told, and either may
    move it. Refuses a time that has passed or lies over a year ahead, and a pair that does not
    meet."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        _refuse_bad(booking, at=at)
        meeting = Meeting(
            relationship=row,
            starts_at=booking.starts_at,
            minutes=booking.minutes,
            mode=booking.mode,
            place=booking.place.strip(),
            proposed_by_id=by.person_id,
            logged_at=at,
        )
        return book(meeting, row, by=by, at=at)


def _refuse_bad(booking: Booking, *, at: datetime) -> None:
    problems: dict[str, str] = {}
    if booking.starts_at <= at:
        problems["starts_at"] = _("This time has passed. Choose one that is still to come.")
    elif booking.starts_at > at + FURTHEST:
        problems["starts_at"] = _("Choose a time within the next year.")
    if not 5 <= booking.minutes <= LONGEST:
        problems["minutes"] = _("Give the length in minutes, from 5 to %(most)d.") % {
            "most": LONGEST
        }
    if booking.mode not in MeetingMode.values:
        problems["mode"] = _("Choose how you meet.")
    if len(booking.place.strip()) > LONGEST_PLACE:
        problems["place"] = _("Keep it to %(most)d characters.") % {"most": LONGEST_PLACE}
    if problems:
        raise InvalidInput(_("The meeting is not booked yet."), problems)
