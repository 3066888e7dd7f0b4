"""Hours verified, disputed and answered for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import WrongState
from guildhall.directory.models import Person
from guildhall.hours import kinds
from guildhall.hours.access import KEEP_ENTRY, LOG_HOURS, VERIFY_ENTRY, VERIFY_HOURS
from guildhall.hours.actions.events import (
    DISPUTE_ANSWERED,
    HOURS_DISPUTED,
    HOURS_VERIFIED,
    WEEK_ASKED,
)
from guildhall.hours.actions.rows import locked_entry, move_entry, require_words, told
from guildhall.hours.models import EntryMove, TimeEntry, WeekAsk
from guildhall.hours.queries.rules import guides_of
from guildhall.hours.states import EntryState
from guildhall.hours.words import hours_words
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require, visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import Relationship

VERIFY_WEEK = "hours.verify_week"
WEEK = timedelta(days=7)


def verify_entry(*, entry: TimeEntry, by: Actor, at: datetime) -> TimeEntry:
    """Say that these hours were worked; the learner is told. Never for oneself."""
    require(VERIFY_ENTRY, by, entry)
    with transaction.atomic():
        row = locked_entry(entry)
        move_entry(row, EntryState.VERIFIED, event=HOURS_VERIFIED, by=by, at=at)
        _tell_verified([row], by=by, at=at)
    return row


def verify_week(
    *,
    relationship: Relationship,
    monday: date,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
) -> int:
    """Verify all that is logged in a week of the pair, and was by `until`; returns how many.

    The learner is told once. Refuses a week in which nothing waits.
    """
    require(VERIFY_HOURS, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        waiting = waiting_of_week(row, monday, by, until=until or at)
        if not waiting:
            raise WrongState(_("Nothing of this week waits to be verified any more."))
        held = [locked_entry(entry) for entry in waiting]
        for entry in held:
            move_entry(entry, EntryState.VERIFIED, event=HOURS_VERIFIED, by=by, at=at)
        _tell_verified(held, by=by, at=at)
    return len(held)


def dispute_entry(*, entry: TimeEntry, reason: str, by: Actor, at: datetime) -> TimeEntry:
    """Say why these hours cannot be verified; the learner is told that they are asked."""
    require(VERIFY_ENTRY, by, entry)
    words = require_words(reason, field="reason")
    with transaction.atomic():
        row = locked_entry(entry)
        move_entry(row, EntryState.DISPUTED, event=HOURS_DISPUTED, by=by, at=at, words=words)
        _tell(kinds.HOURS_DISPUTED, row, row.person, by=by, at=at)
    return row


def answer_dispute(*, entry: TimeEntry, answer: str, by: Actor, at: datetime) -> TimeEntry:
    """Answer; the hours wait for the verifier again, who is told."""
    require(KEEP_ENTRY, by, entry)
    words = require_words(answer, field="answer")
    with transaction.atomic():
        row = locked_entry(entry)
        dispute = EntryMove.objects.filter(entry=row, state=EntryState.DISPUTED)
        asked = dispute.select_related("by").order_by("-at", "-pk").first()
        if row.state != EntryState.DISPUTED:
            raise WrongState(_("Nobody disputes these hours, so there is nothing to answer."))
        move_entry(row, EntryState.LOGGED, event=DISPUTE_ANSWERED, by=by, at=at, words=words)
        if asked is not None and asked.by is not None:
            _tell(kinds.DISPUTE_ANSWERED, row, asked.by, by=by, at=at)
    return row


def ask_week(*, relationship: Relationship, monday: date, by: Actor, at: datetime) -> WeekAsk:
    """Ask the guide to verify a week; the mail has a link that does it without signing in.

    Refuses a week in which nothing is logged, and a second ask on the same day.
    """
    require(LOG_HOURS, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        logged = TimeEntry.objects.filter(
            relationship=row, state=EntryState.LOGGED, on__gte=monday, on__lt=monday + WEEK
        )
        minutes = sum(logged.values_list("minutes", flat=True))
        if not minutes:
            raise WrongState(_("Nothing of this week waits to be verified."))
        asks = WeekAsk.objects.filter(relationship=row, monday=monday)
        if asks.filter(asked_at__gt=at - timedelta(days=1)).exists():
            raise WrongState(_("You asked within the last day. Give it a little time."))
        ask = WeekAsk.objects.create(
            relationship=row, monday=monday, asked_by_id=by.person_id, asked_at=at
        )
        record_in_pair(WEEK_ASKED, ask, row, by=by, at=at)
        asker = Person.objects.get(pk=by.person_id or 0)
        button = ActButton(VERIFY_WEEK, ask.pk, _("Verify the week"))
        messages = [
            told(
                kinds.WEEK_TO_VERIFY,
                row.organization,
                guide,
                event=str(ask.pk),
                path=f"/relationships/{row.pk}/hours/",
                relationship=row.pk,
                acts=(button,),
                who=asker.name,
                week=full_day(monday),
                hours=hours_words(minutes),
            )
            for guide in guides_of(row)
        ]
        send_many(messages, at=at)
    return ask


def waiting_of_week(
    relationship: Relationship, monday: date, by: Actor, *, until: datetime
) -> list[TimeEntry]:
    """What the actor would verify of a week; entries logged after `until` are left for later."""
    rows = TimeEntry.objects.filter(
        relationship=relationship, state=EntryState.LOGGED, on__gte=monday, on__lt=monday + WEEK
    )
    later = EntryMove.objects.filter(state=EntryState.LOGGED, at__gt=until)
    rows = rows.exclude(pk__in=later.values("entry_id")).order_by("on", "pk")
    return list(visible_to(VERIFY_ENTRY, by, rows))


def _tell_verified(entries: Sequence[TimeEntry], *, by: Actor, at: datetime) -> None:
    first = entries[0]
    verifier = Person.objects.get(pk=by.person_id or 0)
    hours = hours_words(sum(entry.minutes for entry in entries))
    message = told(
        kinds.HOURS_VERIFIED,
        first.organization,
        first.person,
        event=f"{first.pk}:{len(entries)}",
        path=_path(first),
        relationship=first.relationship_id,
        who=verifier.name,
        hours=hours,
    )
    send_many([message], at=at)


def _tell(kind: Kind, entry: TimeEntry, to: Person, *, by: Actor, at: datetime) -> None:
    sender = Person.objects.get(pk=by.person_id or 0)
    message = told(
        kind,
        entry.organization,
        to,
        event=f"{entry.pk}:{at.isoformat()}",
        path=f"/time-entries/{entry.pk}/",
        relationship=entry.relationship_id,
        who=sender.name,
        day=full_day(entry.on),
    )
    send_many([message], at=at)


def _path(entry: TimeEntry) -> str:
    pk = entry.relationship_id
    return f"/relationships/{pk}/hours/" if pk else f"/time-entries/{entry.pk}/"
