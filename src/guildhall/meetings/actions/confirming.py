"""Afterward: did they meet?"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.core.transitions import require_transition
from guildhall.meetings import kinds
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.actions import events
from guildhall.meetings.actions.pace import keep_pace
from guildhall.meetings.models import Confirmation, Meeting
from guildhall.meetings.states import MEETING_TRANSITIONS, MeetingState
from guildhall.meetings.telling import MET, NOT_MET, meeting_path, moment_for, told
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.states import UNDER_WAY


def confirm_meeting(*, meeting: Meeting, did_meet: bool, by: Actor, at: datetime) -> Meeting:
    """Say whether a meeting took place. It counts as held once one of them says so.

    Answers may be changed. Refuses a meeting that is still to come or was cancelled.
    """
    require(ACT_IN_MEETING, by, meeting)
    with transaction.atomic():
        row = locked(meeting.relationship)
        held = Meeting.objects.get(pk=meeting.pk)
        if held.state not in (MeetingState.BOOKED, MeetingState.HELD, MeetingState.MISSED):
            raise WrongState(_("This meeting did not stay booked, so there is nothing to say."))
        if held.starts_at > at:
            raise WrongState(_("This meeting is still to come. Say so once it is over."))
        person = own_party(present_parties(row), by).person
        Confirmation.objects.update_or_create(
            meeting=held, person=person, defaults={"did_meet": did_meet, "at": at}
        )
        was_logged = not held.uid and held.state == MeetingState.HELD
        met = was_logged or held.confirmations.filter(did_meet=True).exists()
        state = MeetingState.HELD if met else MeetingState.MISSED
        if held.state != state:
            require_transition(
                MEETING_TRANSITIONS, held.state, state, _("This meeting cannot be changed.")
            )
            held.state = state
            held.logged_by, held.logged_at = person, at
            held.save(update_fields=["state", "logged_by", "logged_at"])
            keep_pace(row)
        record_in_pair(events.MEETING_CONFIRMED, held, row, by=by, at=at)
    return held


def ask_whether_met(*, at: datetime) -> int:
    """Ask both once a booked meeting is over; returns how many meetings. The clock calls this."""
    begun = Meeting.objects.filter(
        state=MeetingState.BOOKED,
        asked_at__isnull=True,
        starts_at__lte=at,
        relationship__state__in=UNDER_WAY,
    )
    return sum(_ask(meeting, at=at) for meeting in begun.order_by("pk") if meeting.is_over(at))


def _ask(meeting: Meeting, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(meeting.relationship)
        held = Meeting.objects.get(pk=meeting.pk)
        if held.state != MeetingState.BOOKED or held.asked_at is not None:
            return 0
        held.asked_at = at
        held.save(update_fields=["asked_at"])
        everybody = present_parties(row)
        acts = (
            ActButton(MET, held.pk, _("Yes, we met")),
            ActButton(NOT_MET, held.pk, _("No, we did not"), is_quiet=True),
        )
        send_many(
            [
                told(
                    kinds.DID_YOU_MEET,
                    relationship=row,
                    to=party,
                    everybody=everybody,
                    event=f"{held.pk}:{held.sequence}",
                    path=meeting_path(held),
                    acts=acts,
                    when=moment_for(held.starts_at, party.person),
                )
                for party in everybody
            ],
            at=at,
        )
    return 1
