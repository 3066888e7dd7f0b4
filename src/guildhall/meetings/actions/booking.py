"""A meeting is booked, moved, or cancelled: the row, the calendars and the pair's figures."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.core.transitions import require_transition
from guildhall.meetings import kinds
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.actions import events
from guildhall.meetings.actions.pace import keep_pace
from guildhall.meetings.models import Meeting, MeetingRhythm, VideoProvider
from guildhall.meetings.states import AHEAD, MEETING_TRANSITIONS, MeetingMode, MeetingState
from guildhall.meetings.telling import how_words, invitation_for, meeting_path, moment_for, told
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.endings import on_end, on_rest
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import UNDER_WAY


def require_open(row: Relationship) -> None:
    """Refuses a pair that does not meet at present."""
    if row.state not in UNDER_WAY or row.contact_rests_since is not None:
        raise WrongState(
            _("Meetings can be planned while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )


def cancel_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """Take a booked meeting out of everybody's calendar; all of them are told.

    Refuses one that has begun, was held, or is cancelled already.
    """
    require(ACT_IN_MEETING, by, meeting)
    with transaction.atomic():
        row = locked(meeting.relationship)
        held = Meeting.objects.get(pk=meeting.pk)
        if held.state != MeetingState.BOOKED or held.starts_at <= at:
            raise WrongState(_("Only a meeting that is booked and still to come can be cancelled."))
        call_off(row, [held], by=by, at=at)
    return held


def call_off(row: Relationship, meetings: Sequence[Meeting], *, by: Actor, at: datetime) -> None:
    """Cancel these meetings of a locked pair; whoever had a booked one is told, and why is not."""
    everybody = present_parties(row)
    for meeting in meetings:
        was_booked = meeting.state == MeetingState.BOOKED
        require_transition(
            MEETING_TRANSITIONS,
            meeting.state,
            MeetingState.CANCELLED,
            _("This meeting cannot be cancelled any more."),
        )
        meeting.state = MeetingState.CANCELLED
        meeting.sequence += was_booked
        meeting.save(update_fields=["state", "sequence"])
        if was_booked:
            record_in_pair(events.MEETING_CANCELLED, meeting, row, by=by, at=at)
            tell_all(kinds.MEETING_CANCELLED, meeting, row, everybody, at=at)
    keep_pace(row)


def tell_all(
    kind: Kind,
    meeting: Meeting,
    row: Relationship,
    everybody: Sequence[Party],
    *,
    at: datetime,
) -> None:
    """Tell everybody and their calendars how the meeting stands now."""
    is_off = meeting.state == MeetingState.CANCELLED
    messages = []
    for party in everybody:
        when = moment_for(meeting.starts_at, party.person)
        message = told(
            kind,
            relationship=row,
            to=party,
            everybody=everybody,
            event=f"{meeting.pk}:{meeting.sequence}",
            path="" if is_off else meeting_path(meeting),
            invitation=invitation_for(meeting, party.person, everybody, at=at),
            when=when,
        )
        if not is_off:
            message = replace(message, values={**message.values, "how": how_words(meeting)})
        messages.append(message)
    send_many(messages, at=at)


def book(meeting: Meeting, row: Relationship, *, by: Actor, at: datetime) -> Meeting:
    """Make the meeting a booked one, new or chosen from a proposal, and tell everybody."""
    meeting.state = MeetingState.BOOKED
    meeting.uid = meeting.uid or secrets.token_hex(16)
    settle_where(meeting, row)
    meeting.save()
    keep_pace(row)
    record_in_pair(events.MEETING_BOOKED, meeting, row, by=by, at=at)
    tell_all(kinds.MEETING_BOOKED, meeting, row, present_parties(row), at=at)
    return meeting


def settle_where(meeting: Meeting, row: Relationship) -> None:
    """A room for a meeting by video, a place for one in person, and never both."""
    if meeting.mode == MeetingMode.VIDEO:
        meeting.link = meeting.link or video_room(row)
    elif meeting.mode:
        meeting.link = ""
    if meeting.mode != MeetingMode.IN_PERSON:
        meeting.place = ""


def video_room(row: Relationship) -> str:
    """A room that nobody can guess, at the organization's provider; empty where it has none."""
    provider = VideoProvider.objects.filter(organization_id=row.organization_id).first()
    return provider.template.replace("{room}", secrets.token_urlsafe(16)) if provider else ""


@on_end
@on_rest
def call_off_ahead(relationship: Relationship, by: Actor, at: datetime) -> None:
    """A pair ends or rests: what is still to come is cancelled, and its rhythm ends."""
    ahead = relationship.meetings.filter(state__in=AHEAD)
    to_come = [
        meeting
        for meeting in ahead
        if meeting.state == MeetingState.PROPOSED or meeting.starts_at > at
    ]
    call_off(relationship, to_come, by=by, at=at)
    MeetingRhythm.objects.filter(relationship=relationship).delete()
