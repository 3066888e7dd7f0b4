"""A time of office hours is booked, given back, and talked about afterward."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.meetings.actions.booking import book
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingMode
from guildhall.mentoring.actions import circle_events as events
from guildhall.mentoring.hours_access import ACT_IN_BOOKING, BOOK_SLOT
from guildhall.mentoring.models import Slot, SlotBooking
from guildhall.mentoring.queries.apart import kept_from
from guildhall.people.models import Profile
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms, template_plan
from guildhall.relationships.queries.places import is_pausing
from guildhall.relationships.states import Takes

FLASH = "flash-mentoring"
LONGEST_ABOUT = 300
MOST_AHEAD = 3


def book_slot(*, slot: Slot, about: str, by: Actor, at: datetime) -> SlotBooking:
    """Book a time with one line of what it is about: a pair for this one conversation opens, and
    both calendars are told. It takes none of the guide's places.

    Refuses a time that is taken, over or taken back, somebody with three conversations ahead, and
    two conversations at the same time.
    """
    require(BOOK_SLOT, by, slot)
    line = " ".join(about.split())
    if not line or len(line) > LONGEST_ABOUT:
        problem = _("Write one line, up to %(most)d characters.") % {"most": LONGEST_ABOUT}
        raise InvalidInput(_("It is not booked yet."), {"about": problem})
    assert by.person_id is not None
    with transaction.atomic():
        held = _held_slot(slot, by=by, at=at)
        if kept_from(by.person_id, [held.hours.guide_id]):
            raise WrongState(_("This time cannot be booked. Another one may suit you as well."))
        relationship = _open(held, by.person_id, by=by, at=at)
        meeting = _book(held, relationship, by=by, at=at)
        booking = SlotBooking.objects.create(
            slot=held,
            learner_id=by.person_id,
            relationship=relationship,
            meeting=meeting,
            about=line,
            booked_at=at,
        )
        note(events.SLOT_BOOKED, booking, by=by, at=at)
    return booking


def cancel_booking(*, booking: SlotBooking, by: Actor, at: datetime) -> SlotBooking:
    """Give the time back: it leaves both calendars, and somebody else can book it.

    The guide may until it begins, the learner until the guide's own limit before.
    """
    require(ACT_IN_BOOKING, by, booking)
    with transaction.atomic():
        row = locked(booking.relationship)
        held = SlotBooking.objects.select_related("slot__hours", "meeting").get(pk=booking.pk)
        if held.cancelled_at is not None or held.finished_at is not None:
            raise WrongState(_("This conversation is not booked any more."))
        starts = starts_of(held)
        limit = last_moment(held) if by.person_id == held.learner_id else starts
        if at >= starts:
            raise WrongState(_("This conversation has begun already."))
        if at > limit:
            raise WrongState(
                _("It begins in less than %(n)d hours. Send a message instead: they plan for you.")
                % {"n": held.slot.hours.cancel_hours}
            )
        close_relationship(relationship=row, by=by, at=at, tells=False)
        held.refresh_from_db()
    return held


def starts_of(booking: SlotBooking) -> datetime:
    """When they talk: as booked, or where the two have moved it to."""
    return booking.meeting.starts_at if booking.meeting else booking.slot.starts_at


def last_moment(booking: SlotBooking) -> datetime:
    """Until when the learner can give it back."""
    return starts_of(booking) - timedelta(hours=booking.slot.hours.cancel_hours)


@on_end
def free_slot(relationship: Relationship, by: Actor, at: datetime) -> None:
    """A pair of office hours ends: before its time the slot is free again, later it is over."""
    booking = (
        SlotBooking.objects.filter(relationship=relationship, cancelled_at__isnull=True)
        .select_related("slot__hours", "meeting")
        .first()
    )
    if booking is None or booking.finished_at is not None:
        return
    if starts_of(booking) > at:
        booking.cancelled_at = at
        note(events.SLOT_FREED, booking, by=by, at=at)
    else:
        booking.finished_at = at
        note(events.TALK_FINISHED, booking, by=by, at=at)
    booking.save(update_fields=["cancelled_at", "finished_at"])


def note(kind: str, booking: SlotBooking, *, by: Actor, at: datetime) -> None:
    """Record an event of a booking."""
    organization_id = booking.slot.hours.organization_id
    record(
        kind,
        by=by,
        subject=booking,
        at=at,
        organization_id=organization_id,
        relationship=booking.relationship_id,
    )


def _held_slot(slot: Slot, *, by: Actor, at: datetime) -> Slot:
    """The two people, by their ids, and then the slot, locked; refuses what cannot be booked."""
    both = Person.objects.filter(pk__in=[by.person_id, slot.hours.guide_id]).order_by("pk")
    list(both.select_for_update(no_key=True))
    held = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("hours__organization", "hours__guide")
        .get(pk=slot.pk)
    )
    if held.starts_at <= at or held.withdrawn_at is not None:
        raise WrongState(_("This time is not offered any more. Choose another."))
    if held.bookings.filter(cancelled_at__isnull=True).exists():
        raise WrongState(_("Somebody was quicker: this time is booked. Choose another."))
    if _is_away(held.hours.guide, at=at):
        raise WrongState(_("They take a break just now. Choose somebody else."))
    _refuse_too_much(held, by=by, at=at)
    return held


def _is_away(guide: Person, *, at: datetime) -> bool:
    profile = Profile.objects.filter(person=guide).first()
    if profile is None:
        return False
    return is_pausing(profile.is_paused, profile.paused_until, on=at.date())


def _refuse_too_much(slot: Slot, *, by: Actor, at: datetime) -> None:
    ahead = SlotBooking.objects.filter(
        learner_id=by.person_id,
        cancelled_at__isnull=True,
        finished_at__isnull=True,
        slot__starts_at__gt=at,
    ).select_related("slot__hours")
    bookings = list(ahead)
    end = slot.starts_at + timedelta(minutes=slot.hours.minutes)
    for booking in bookings:
        other = booking.slot
        other_end = other.starts_at + timedelta(minutes=other.hours.minutes)
        if slot.starts_at < other_end and other.starts_at < end:
            raise WrongState(_("You have another conversation at that time."))
    if len(bookings) >= MOST_AHEAD:
        raise WrongState(
            _(
                "You have %(n)d conversations ahead. Book more once one is over, so that others"
                " find a time, too."
            )
            % {"n": len(bookings)}
        )


def _open(slot: Slot, learner_id: int, *, by: Actor, at: datetime) -> Relationship:
    # What the template asks first, as offering times, is done by booking.
    plan = {**template_plan(FLASH), "first_steps": []}
    terms = Terms(slot.hours.organization, plan=plan, plan_key=FLASH, takes=Takes.NOTHING)
    seats = (Seat(slot.hours.guide_id, Side.GUIDE), Seat(learner_id, Side.LEARNER))
    return open_agreed(terms=terms, pair=NewPair(seats), by=by, at=at)


def _book(slot: Slot, relationship: Relationship, *, by: Actor, at: datetime) -> Meeting:
    hours = slot.hours
    is_link = hours.mode == MeetingMode.VIDEO and hours.where.startswith("https://")
    meeting = Meeting(
        relationship=relationship,
        starts_at=slot.starts_at,
        minutes=hours.minutes,
        mode=hours.mode,
        link=hours.where if is_link else "",
        place=hours.where if hours.mode == MeetingMode.IN_PERSON else "",
        logged_by_id=by.person_id,
        logged_at=at,
        # Office hours ask both whether it was of use; that says whether they met as well.
        asked_at=at,
    )
    return book(meeting, relationship, by=by, at=at)
