"""After a conversation: one question to each, and an end by itself, or a pair that goes on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.states import MeetingState
from guildhall.mentoring.actions import circle_events as events
from guildhall.mentoring.actions.booking import note, starts_of
from guildhall.mentoring.circle_messages import TALK_OVER
from guildhall.mentoring.hours_access import ACT_IN_BOOKING
from guildhall.mentoring.hours_states import Use
from guildhall.mentoring.models import SlotBooking, TalkAnswer
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.beginning import tell_begun
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.actions.rows import locked, present_parties
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import INFORMAL, Terms, template_plan
from guildhall.relationships.states import RelationshipState
from guildhall.relationships.telling import across, message_from

LONGEST_THANKS = 300
ENDS_AFTER = timedelta(days=7)


def answer_talk(
    *,
    booking: SlotBooking,
    use: Use,
    thanks: str = "",
    goes_on: bool = False,
    by: Actor,
    at: datetime,
) -> SlotBooking:
    """Say whether it was of use, with a line of thanks; the other reads the line, not the answer.

    With the second answer it ends by itself. If both would go on, a pair begins; that one of them
    would alone is told to nobody. Refuses before it is over, and once it has ended.
    """
    require(ACT_IN_BOOKING, by, booking)
    assert by.person_id is not None
    words = " ".join(thanks.split())
    if len(words) > LONGEST_THANKS:
        problem = _("Keep it to %(most)d characters.") % {"most": LONGEST_THANKS}
        raise InvalidInput(_("Your answer is not saved yet."), {"thanks": problem})
    with transaction.atomic():
        held = _held(booking)
        _refuse_too_early(held, at=at)
        TalkAnswer.objects.update_or_create(
            booking=held,
            person_id=by.person_id,
            defaults={
                "use": use,
                "thanks": words,
                "goes_on": goes_on and use != Use.NOT_MET,
                "at": at,
            },
        )
        note(events.TALK_ANSWERED, held, by=by, at=at)
        if held.meeting is not None and held.meeting.state != MeetingState.CANCELLED:
            confirm_meeting(meeting=held.meeting, did_meet=use != Use.NOT_MET, by=by, at=at)
        answers = list(held.answers.all())
        if len(answers) == 2:
            if all(answer.goes_on for answer in answers):
                held.went_on = _go_on(held, by=by, at=at)
                held.save(update_fields=["went_on"])
            close_relationship(relationship=held.relationship, by=SYSTEM, at=at, tells=False)
            held.refresh_from_db()
    return held


def finish_talks(*, at: datetime) -> int:
    """Ask both once they have talked, and end it after a week; returns how many rows moved.

    A booking whose meeting the two have cancelled ends at once. The clock calls this.
    """
    running = SlotBooking.objects.filter(cancelled_at__isnull=True, finished_at__isnull=True)
    rows = running.select_related("slot__hours", "meeting").order_by("pk")
    return sum(_finish(booking, at=at) for booking in rows if _is_due(booking, at))


def ends_at(booking: SlotBooking) -> datetime:
    """When the conversation is over."""
    minutes = booking.meeting.minutes if booking.meeting else None
    return starts_of(booking) + timedelta(minutes=minutes or booking.slot.hours.minutes)


def _is_due(booking: SlotBooking, at: datetime) -> bool:
    if booking.meeting is None or booking.meeting.state == MeetingState.CANCELLED:
        return True
    over = ends_at(booking)
    return (booking.asked_at is None and over <= at) or over + ENDS_AFTER <= at


def _finish(booking: SlotBooking, *, at: datetime) -> int:
    with transaction.atomic():
        held = _held(booking)
        if held.cancelled_at is not None or held.finished_at is not None:
            return 0
        if not _is_due(held, at):
            return 0
        is_off = held.meeting is None or held.meeting.state == MeetingState.CANCELLED
        if is_off or ends_at(held) + ENDS_AFTER <= at:
            _end(held, at=at)
            return 1
        held.asked_at = at
        held.save(update_fields=["asked_at"])
        send_many(_questions(held), at=at)
    return 1


def _end(booking: SlotBooking, *, at: datetime) -> None:
    relationship = booking.relationship
    if relationship.state == RelationshipState.CLOSED:
        booking.finished_at = at
        booking.save(update_fields=["finished_at"])
        return
    close_relationship(relationship=relationship, by=SYSTEM, at=at, tells=False)


def _questions(booking: SlotBooking) -> list[Outgoing]:
    relationship = booking.relationship
    parties = present_parties(relationship)
    return [
        message_from(
            TALK_OVER,
            relationship=relationship,
            sender=across(parties, party)[0].person,
            to=party,
            event=str(booking.pk),
            path=f"/bookings/{booking.pk}/",
        )
        for party in parties
        if len(parties) == 2
    ]


def _go_on(booking: SlotBooking, *, by: Actor, at: datetime) -> Relationship | None:
    """A pair of the two, without a program; None where it cannot begin now."""
    before = booking.relationship
    terms = Terms(before.organization, plan=template_plan(INFORMAL))
    parties = present_parties(before)
    pair = NewPair(tuple(Seat(party.person_id, party.side) for party in parties))
    try:
        with transaction.atomic():
            row = open_agreed(terms=terms, pair=pair, by=by, at=at)
    except WrongState:
        return None
    tell_begun(row, present_parties(row), terms, at=at)
    return row


def _held(booking: SlotBooking) -> SlotBooking:
    locked(booking.relationship)
    return SlotBooking.objects.select_related(
        "slot__hours", "meeting__relationship", "relationship__organization"
    ).get(pk=booking.pk)


def _refuse_too_early(booking: SlotBooking, *, at: datetime) -> None:
    if booking.cancelled_at is not None:
        raise WrongState(_("This conversation did not stay booked, so there is nothing to say."))
    if booking.finished_at is not None:
        raise WrongState(_("This has ended. Thank you all the same."))
    if starts_of(booking) > at:
        raise WrongState(_("You have not talked yet. Say so once it is over."))
