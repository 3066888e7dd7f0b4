"""A rhythm: suggested by one, accepted by another, then booked ahead by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.engine.calendar import CalendarError
from guildhall.meetings import kinds
from guildhall.meetings.actions import events
from guildhall.meetings.actions.booking import book, require_open, video_room
from guildhall.meetings.models import Meeting, MeetingRhythm
from guildhall.meetings.queries.rhythm_words import counted, rhythm_words
from guildhall.meetings.states import MeetingMode, MeetingState
from guildhall.meetings.telling import ACCEPT_RHYTHM, moment_for, told
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
)
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import UNDER_WAY

# Booked ahead at any time: enough to plan by, few enough to change one's mind.
KEPT_AHEAD = 3


def suggest_rhythm(
    *,
    relationship: Relationship,
    weekday: int,
    minute: int,
    minutes: int,
    by: Actor,
    at: datetime,
    weeks: int = 0,
    ordinal: int = 0,
) -> MeetingRhythm:
    """Suggest to meet in a rhythm, in the suggester's own time zone; the others are asked.

    Takes the place of an earlier one; what that had booked stays. Refuses a rhythm that is none.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        everybody = present_parties(row)
        own = own_party(everybody, by)
        MeetingRhythm.objects.filter(relationship=row).delete()
        rhythm = MeetingRhythm(
            relationship=row,
            begins=at.astimezone(ZoneInfo(own.person.time_zone)).date(),
            weekday=weekday,
            minute=minute,
            minutes=minutes,
            weeks=weeks,
            ordinal=ordinal,
            zone=own.person.time_zone,
            suggested_by=own.person,
            suggested_at=at,
        )
        first = _first(rhythm, at=at)
        rhythm.save()
        record_in_pair(events.RHYTHM_SUGGESTED, rhythm, row, by=by, at=at)
        _ask(rhythm, row, own, everybody, first=first, at=at)
    return rhythm


def accept_rhythm(*, rhythm: MeetingRhythm, by: Actor, at: datetime) -> MeetingRhythm:
    """Say yes: the next three meetings are booked, and from then on three are kept ahead.

    Saying it twice changes nothing. Refuses whoever suggested it, and one that has ended.
    """
    require(ACT_IN_RELATIONSHIP, by, rhythm.relationship)
    with transaction.atomic():
        row = locked(rhythm.relationship)
        held = MeetingRhythm.objects.filter(pk=rhythm.pk).first()
        if held is None:
            raise WrongState(_("This rhythm was taken back or replaced by another."))
        require_open(row)
        if held.accepted_at is not None:
            return held
        if held.suggested_by_id == by.person_id:
            raise NotAllowed(_("You suggested this rhythm. The other one says yes."))
        held.accepted_at = at
        held.save(update_fields=["accepted_at"])
        record_in_pair(events.RHYTHM_ACCEPTED, held, row, by=by, at=at)
        _book_ahead(held, row, by=by, at=at)
    return held


def end_rhythm(*, relationship: Relationship, by: Actor, at: datetime) -> None:
    """Book no more by the rhythm; meetings that are booked stay. Refuses where there is none."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        held = MeetingRhythm.objects.filter(relationship=row).first()
        if held is None:
            raise WrongState(_("There is no rhythm to end."))
        record_in_pair(events.RHYTHM_ENDED, held, row, by=by, at=at)
        held.delete()


def book_rhythms(*, at: datetime) -> int:
    """Keep three meetings ahead for every rhythm; returns how many were booked. The clock calls."""
    rhythms = MeetingRhythm.objects.filter(
        accepted_at__isnull=False, relationship__state__in=UNDER_WAY
    ).order_by("pk")
    booked = 0
    for rhythm in rhythms:
        with transaction.atomic():
            row = locked(rhythm.relationship)
            held = MeetingRhythm.objects.filter(pk=rhythm.pk).first()
            if held is not None and row.state in UNDER_WAY:
                booked += _book_ahead(held, row, by=SYSTEM, at=at)
    return booked


def _book_ahead(rhythm: MeetingRhythm, row: Relationship, *, by: Actor, at: datetime) -> int:
    ahead = row.meetings.filter(state=MeetingState.BOOKED, is_of_rhythm=True, starts_at__gt=at)
    missing = KEPT_AHEAD - ahead.count()
    after = max(at + timedelta(hours=1), rhythm.booked_until or at)
    starts = counted(rhythm).starts(after=after, count=max(missing, 0))
    for start in starts:
        if row.meetings.filter(state=MeetingState.BOOKED, starts_at=start).exists():
            continue
        link = video_room(row)
        meeting = Meeting(
            relationship=row,
            starts_at=start,
            minutes=rhythm.minutes,
            logged_at=at,
            is_of_rhythm=True,
            link=link,
            mode=MeetingMode.VIDEO if link else "",
        )
        book(meeting, row, by=by, at=at)
    if starts:
        rhythm.booked_until = starts[-1]
        rhythm.save(update_fields=["booked_until"])
    return len(starts)


def _ask(
    rhythm: MeetingRhythm,
    row: Relationship,
    own: Party,
    everybody: Sequence[Party],
    *,
    first: datetime,
    at: datetime,
) -> None:
    send_many(
        [
            told(
                kinds.RHYTHM_SUGGESTED,
                relationship=row,
                to=party,
                everybody=everybody,
                event=str(rhythm.pk),
                path=f"/relationships/{row.pk}/times/",
                acts=(ActButton(ACCEPT_RHYTHM, rhythm.pk, _("Yes, book them")),),
                who=own.person.name,
                rhythm=rhythm_words(rhythm),
                first=moment_for(first, party.person),
            )
            for party in everybody
            if party.pk != own.pk
        ],
        at=at,
    )


def _first(rhythm: MeetingRhythm, *, at: datetime) -> datetime:
    if not 5 <= rhythm.minutes <= 8 * 60:
        raise InvalidInput(
            _("The rhythm is not sent yet."), {"minutes": _("Give the length in minutes.")}
        )
    try:
        return counted(rhythm).starts(after=at, count=1)[0]
    except (CalendarError, IndexError) as error:
        raise InvalidInput(
            _("The rhythm is not sent yet."),
            {"every": _("Choose a day, a time, and how often.")},
        ) from error
