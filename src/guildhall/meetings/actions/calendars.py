"""Somebody's own calendar: connected, read, disconnected."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import GuildhallError, InvalidInput
from guildhall.core.safe_fetch import Network, checked_address, fetch
from guildhall.directory.models import Person
from guildhall.engine.calendar import BusyTimes, CalendarError, busy_times
from guildhall.meetings import kinds
from guildhall.meetings.access import OWN_CALENDAR
from guildhall.meetings.actions import events
from guildhall.meetings.models import CalendarSource
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.work.actions import enqueue

READ = "meetings.read_calendar"
FRESH = timedelta(hours=2)
AHEAD = timedelta(days=63)
PATIENCE = timedelta(days=2)
LONGEST_PROBLEM = 250


def connect_calendar(
    *, person: Person, address: str, by: Actor, at: datetime, network: Network | None = None
) -> CalendarSource:
    """Keep the private address of one's calendar, once it could be read.

    Reading happens before anything is written. Refuses an address that is none, is not public, or
    gives no calendar, with a sentence under the field.
    """
    require(OWN_CALENDAR, by, person)
    address = checked_address(address).geturl()
    try:
        found = _read(address, person, at=at, network=network)
    except InvalidInput:
        raise
    except (GuildhallError, CalendarError) as error:
        raise InvalidInput(
            _("This calendar cannot be connected."), {"address": str(error)}
        ) from error
    with transaction.atomic():
        source, _is_new = CalendarSource.objects.update_or_create(
            person=person,
            defaults={"address": address, "added_at": at, **_outcome(found, at=at)},
        )
        record(events.CALENDAR_CONNECTED, by=by, subject=person, at=at)
    return source


def disconnect_calendar(*, person: Person, by: Actor, at: datetime) -> bool:
    """Forget the address and all that was read; returns whether there was one."""
    require(OWN_CALENDAR, by, person)
    with transaction.atomic():
        gone, _by_table = CalendarSource.objects.filter(person=person).delete()
        if gone:
            record(events.CALENDAR_REMOVED, by=by, subject=person, at=at)
    return bool(gone)


def read_calendar(
    *, source: CalendarSource, at: datetime, network: Network | None = None
) -> CalendarSource:
    """Read it again. Where that fails, what was read last stays, and the reason is kept.

    After two days without success its owner is told, once.
    """
    person = source.person
    try:
        found = _read(source.address, person, at=at, network=network)
    except (GuildhallError, CalendarError) as error:
        outcome = {"problem": str(error)[:LONGEST_PROBLEM], "tried_at": at}
    else:
        outcome = _outcome(found, at=at)
    with transaction.atomic():
        held = CalendarSource.objects.select_for_update(of=("self",)).filter(pk=source.pk).first()
        # disconnected or replaced while it was being read
        if held is None or held.address != source.address:
            return source
        for name, value in outcome.items():
            setattr(held, name, value)
        held.save(update_fields=[*outcome])
        since = held.read_at or held.added_at
        if held.problem and at - since >= PATIENCE:
            send(
                kinds.CALENDAR_UNREAD.key,
                to=person,
                values={"partner_names": "", "program": "", "problem": held.problem},
                key=f"{kinds.CALENDAR_UNREAD.key}:{held.pk}:{since.date()}",
                at=at,
                path="/calendar/",
            )
    return held


def read_due_calendars(*, at: datetime) -> int:
    """One job for each calendar that was not looked at for two hours. The clock calls this."""
    due = CalendarSource.objects.filter(tried_at__lte=at - FRESH).values_list("pk", flat=True)
    slot = int(at.timestamp() // FRESH.total_seconds())
    for pk in due:
        enqueue(READ, key=f"{READ}:{pk}:{slot}", payload={"source": pk}, at=at)
    return len(due)


def _read(address: str, person: Person, *, at: datetime, network: Network | None) -> BusyTimes:
    text = fetch(address, network=network, accept="text/calendar, */*;q=0.1")
    return busy_times(text, start=at - timedelta(days=1), end=at + AHEAD, zone=person.time_zone)


def _outcome(found: BusyTimes, *, at: datetime) -> dict[str, object]:
    busy = [[each.start.isoformat(), each.end.isoformat()] for each in found.busy]
    return {
        "busy": json.dumps(busy),
        "left_out": len(found.left_out),
        "read_at": at,
        "tried_at": at,
        "problem": "",
    }
