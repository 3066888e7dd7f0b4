"""A roster by its private address: connected, read again, disconnected."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import GuildhallError, InvalidInput
from guildhall.core.safe_fetch import Network, checked_address, fetch
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization, Person
from guildhall.engine.calendar import LONGEST_SHIFT, Busy, CalendarError, busy_times
from guildhall.people.access import OWN_SHIFTS
from guildhall.people.actions.events import ROSTER_CONNECTED, ROSTER_REMOVED
from guildhall.people.models import Roster, Shift
from guildhall.people.states import ShiftSource
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.work.actions import enqueue

READ = "people.read_roster"
FRESH = timedelta(hours=6)
BACK, AHEAD = timedelta(days=14), timedelta(days=84)
LONGEST_PROBLEM = 250


def connect_roster(
    *,
    person: Person,
    organization: Organization,
    address: str,
    by: Actor,
    at: datetime,
    network: Network | None = None,
) -> Roster:
    """Keep the private address of one's roster once it could be read, and take its shifts.

    Refuses, before anything is written, an address that is none, is not public, or gives no
    calendar.
    """
    require(OWN_SHIFTS, by, person)
    require(SEE_ORGANIZATION, by, organization)
    address = checked_address(address).geturl()
    try:
        found, left_out = _read(address, organization, at=at, network=network)
    except InvalidInput:
        raise
    except (GuildhallError, CalendarError) as error:
        raise InvalidInput(
            _("This roster cannot be connected."), {"address": str(error)}
        ) from error
    with transaction.atomic():
        roster, _is_new = Roster.objects.update_or_create(
            person=person,
            defaults={
                "organization": organization,
                "address": address,
                "added_at": at,
                "left_out": left_out,
                "read_at": at,
                "tried_at": at,
                "problem": "",
            },
        )
        _take(roster, found, at=at)
        record(ROSTER_CONNECTED, by=by, subject=person, at=at, organization_id=organization.pk)
    return roster


def disconnect_roster(*, person: Person, by: Actor, at: datetime) -> bool:
    """Forget the address; shifts that are still ahead go with it. Whether there was one."""
    require(OWN_SHIFTS, by, person)
    with transaction.atomic():
        gone, _by_table = Roster.objects.filter(person=person).delete()
        if gone:
            ahead = Shift.objects.filter(person=person, source=ShiftSource.CALENDAR)
            ahead.filter(starts_at__gt=at).delete()
            record(ROSTER_REMOVED, by=by, subject=person, at=at)
    return bool(gone)


def read_roster(*, roster: Roster, at: datetime, network: Network | None = None) -> Roster:
    """Read it again. Where that fails, the shifts that are known stay, and the reason is kept."""
    found: list[Busy] | None = None
    problem, left_out = "", roster.left_out
    try:
        found, left_out = _read(roster.address, roster.organization, at=at, network=network)
    except (GuildhallError, CalendarError) as error:
        problem = str(error)[:LONGEST_PROBLEM]
    with transaction.atomic():
        held = Roster.objects.select_for_update(of=("self",)).filter(pk=roster.pk).first()
        # disconnected or replaced while it was being read
        if held is None or held.address != roster.address:
            return roster
        held.problem, held.tried_at, held.left_out = problem, at, left_out
        if found is not None:
            held.read_at = at
            _take(held, found, at=at)
        held.save(update_fields=["problem", "tried_at", "left_out", "read_at"])
    return held


def read_due_rosters(*, at: datetime) -> int:
    """One job for each roster that was not looked at for six hours. The clock calls this."""
    due = Roster.objects.filter(tried_at__lte=at - FRESH).values_list("pk", flat=True)
    slot = int(at.timestamp() // FRESH.total_seconds())
    for pk in due:
        enqueue(READ, key=f"{READ}:{pk}:{slot}", payload={"roster": pk}, at=at)
    return len(due)


def _read(
    address: str, organization: Organization, *, at: datetime, network: Network | None
) -> tuple[list[Busy], int]:
    """Shifts, and how many events are none: not readable, or as long as whole days (leave)."""
    text = fetch(address, network=network, accept="text/calendar, */*;q=0.1")
    read = busy_times(text, start=at - BACK, end=at + AHEAD, zone=organization.time_zone)
    found = [each for each in read.busy if each.end - each.start < LONGEST_SHIFT]
    return found, len(read.left_out) + len(read.busy) - len(found)


def _take(roster: Roster, found: list[Busy], *, at: datetime) -> None:
    """The roster's shifts of this stretch of time become these; typed and imported ones win."""
    own = Shift.objects.filter(person=roster.person_id, ends_at__gt=at - BACK)
    Person.objects.select_for_update(of=("self",)).get(pk=roster.person_id)
    read = own.filter(source=ShiftSource.CALENDAR)
    wanted = {(each.start, each.end) for each in found}
    known = {(row.starts_at, row.ends_at): row.pk for row in read}
    # A shift that began before the stretch is cut off by it: what is known of it stays.
    gone = [pk for key, pk in known.items() if key not in wanted and key[0] >= at - BACK]
    read.filter(pk__in=gone).delete()
    taken = [row.stretch for row in own]
    Shift.objects.bulk_create(
        Shift(
            person_id=roster.person_id,
            organization_id=roster.organization_id,
            starts_at=each.start,
            ends_at=each.end,
            source=ShiftSource.CALENDAR,
        )
        for each in found
        if not any(other.start < each.end and each.start < other.end for other in taken)
    )
