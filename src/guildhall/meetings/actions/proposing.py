"""Times to meet: proposed by one, chosen by another."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.meetings import kinds
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.actions import events
from guildhall.meetings.actions.booking import (
    book,
    call_off,
    require_open,
    settle_where,
    tell_all,
)
from guildhall.meetings.actions.pace import keep_pace
from guildhall.meetings.models import Meeting, OfferedTime
from guildhall.meetings.states import MeetingMode, MeetingState
from guildhall.meetings.telling import ACCEPT_TIME, how_words, moment_for, told
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.models import Party, Relationship

MOST_TIMES = 5
LONGEST = 8 * 60
LONGEST_PLACE = 200
FURTHEST = timedelta(days=365)


def propose_times(
    *,
    relationship: Relationship,
    times: Sequence[datetime],
    minutes: int,
    by: Actor,
    at: datetime,
    mode: str = "",
    place: str = "",
    moves: Meeting | None = None,
) -> Meeting:
    """Propose one to five times; the others get a mail in which one click chooses.

    An earlier proposal of this pair gives way. With `moves`, choosing moves that booked meeting.
    `place` is where they meet in person; for other meetings it is left out. Refuses times that
    have passed or lie over a year ahead, and a pair that does not meet.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    where = " ".join(place.split()) if mode == MeetingMode.IN_PERSON else ""
    chosen = _checked(times, minutes=minutes, mode=mode, place=where, at=at)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        everybody = present_parties(row)
        own = own_party(everybody, by)
        if moves is not None:
            moves = _movable(row, moves)
        call_off(row, list(row.meetings.filter(state=MeetingState.PROPOSED)), by=by, at=at)
        meeting = Meeting.objects.create(
            relationship=row,
            state=MeetingState.PROPOSED,
            starts_at=chosen[0],
            minutes=minutes,
            mode=mode,
            place=where,
            logged_by=own.person,
            logged_at=at,
            proposed_by=own.person,
            moves=moves,
        )
        OfferedTime.objects.bulk_create(
            OfferedTime(meeting=meeting, starts_at=start) for start in chosen
        )
        record_in_pair(events.TIMES_PROPOSED, meeting, row, by=by, at=at)
        _tell_times(meeting, row, own, everybody, at=at)
    return meeting


def accept_time(*, time: OfferedTime, by: Actor, at: datetime) -> Meeting:
    """Choose one of the proposed times: it is booked, and everybody's calendar is told.

    Choosing the same one twice changes nothing. Refuses whoever proposed it, a time that has
    passed, and a proposal that was answered or replaced.
    """
    require(ACT_IN_MEETING, by, time.meeting)
    with transaction.atomic():
        row = locked(time.meeting.relationship)
        meeting = Meeting.objects.select_related("moves").get(pk=time.meeting_id)
        if meeting.state == MeetingState.BOOKED and meeting.starts_at == time.starts_at:
            return meeting
        _require_proposed(meeting)
        require_open(row)
        if meeting.proposed_by_id == by.person_id:
            raise NotAllowed(_("You proposed these times. The other one chooses."))
        if time.starts_at <= at:
            raise WrongState(_("This time has passed. Choose another one, or propose new ones."))
        meeting.starts_at = time.starts_at
        if meeting.moves is None:
            return book(meeting, row, by=by, at=at)
        return _move(meeting.moves, meeting, row, by=by, at=at)


def refuse_times(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """None of them fit, or whoever proposed them takes them back; only a refusal is told."""
    require(ACT_IN_MEETING, by, meeting)
    with transaction.atomic():
        row = locked(meeting.relationship)
        held = Meeting.objects.get(pk=meeting.pk)
        _require_proposed(held)
        call_off(row, [held], by=by, at=at)
        record_in_pair(events.TIMES_REFUSED, held, row, by=by, at=at)
        everybody = present_parties(row)
        who = own_party(everybody, by).person.name
        send_many(
            [
                told(
                    kinds.TIMES_REFUSED,
                    relationship=row,
                    to=party,
                    everybody=everybody,
                    event=str(held.pk),
                    path=f"/relationships/{row.pk}/times/",
                    who=who,
                )
                for party in everybody
                if party.person_id == held.proposed_by_id and party.person_id != by.person_id
            ],
            at=at,
        )
    return held


def _move(
    booked: Meeting, proposal: Meeting, row: Relationship, *, by: Actor, at: datetime
) -> Meeting:
    if booked.state != MeetingState.BOOKED:
        raise WrongState(_("The meeting that was to be moved is not booked any more."))
    proposal.state = MeetingState.CANCELLED
    proposal.save(update_fields=["state", "starts_at"])
    booked.starts_at, booked.minutes = proposal.starts_at, proposal.minutes
    booked.mode = proposal.mode or booked.mode
    booked.place = proposal.place or booked.place
    settle_where(booked, row)
    booked.sequence += 1
    booked.asked_at = None
    booked.save(
        update_fields=["starts_at", "minutes", "mode", "link", "place", "sequence", "asked_at"]
    )
    booked.confirmations.all().delete()
    keep_pace(row)
    record_in_pair(events.MEETING_MOVED, booked, row, by=by, at=at)
    tell_all(kinds.MEETING_MOVED, booked, row, present_parties(row), at=at)
    return booked


def _movable(row: Relationship, meeting: Meeting) -> Meeting:
    held = row.meetings.filter(pk=meeting.pk, state=MeetingState.BOOKED).first()
    if held is None:
        raise WrongState(_("Only a booked meeting can be moved."))
    return held


def _require_proposed(meeting: Meeting) -> None:
    if meeting.state == MeetingState.BOOKED:
        raise WrongState(_("A time has been chosen already. Open the meeting to move it."))
    if meeting.state != MeetingState.PROPOSED:
        raise WrongState(_("These times were taken back or replaced by others."))


def _checked(
    times: Sequence[datetime], *, minutes: int, mode: str, place: str, at: datetime
) -> list[datetime]:
    chosen = sorted(set(times))
    problems: dict[str, str] = {}
    if not 1 <= len(chosen) <= MOST_TIMES:
        problems["times"] = _("Choose one to %(most)d times.") % {"most": MOST_TIMES}
    elif chosen[0] <= at:
        problems["times"] = _("A time has passed already. Choose times that are still to come.")
    elif chosen[-1] > at + FURTHEST:
        problems["times"] = _("Choose times within the next year.")
    if not 5 <= minutes <= LONGEST:
        problems["minutes"] = _("Give the length in minutes, from 5 to %(most)d.") % {
            "most": LONGEST
        }
    if mode and mode not in MeetingMode.values:
        problems["mode"] = _("Choose how you meet.")
    if len(place) > LONGEST_PLACE:
        problems["place"] = _("Keep it to %(most)d characters.") % {"most": LONGEST_PLACE}
    if problems:
        raise InvalidInput(_("The times are not sent yet."), problems)
    return chosen


def _tell_times(
    meeting: Meeting, row: Relationship, own: Party, everybody: Sequence[Party], *, at: datetime
) -> None:
    times = list(meeting.times.all())
    send_many(
        [
            told(
                kinds.TIMES_PROPOSED,
                relationship=row,
                to=party,
                everybody=everybody,
                event=str(meeting.pk),
                path=f"/relationships/{row.pk}/times/",
                acts=tuple(
                    ActButton(
                        ACCEPT_TIME,
                        time.pk,
                        moment_for(time.starts_at, party.person),
                        expires_at=time.starts_at,
                    )
                    for time in times
                ),
                who=own.person.name,
                length=how_words(meeting).removesuffix("."),
            )
            for party in everybody
            if party.pk != own.pk
        ],
        at=at,
    )
