"""Shift notes: which are due, and what may be read of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guildhall.engine.calendar import Busy
from guildhall.instruction.access import LEARN_TOGETHER, READ_EXCHANGE
from guildhall.instruction.clocks import clocks
from guildhall.instruction.models import Exchange, ShiftNote
from guildhall.people.queries.shifts import DAY, stretches_of
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import UNDER_WAY

# Longer than any shift.
LONGEST_SHIFT = timedelta(hours=30)


@dataclass(frozen=True)
class Due:
    """A shared shift after which somebody has not written."""

    relationship: Relationship
    on: date
    ended_at: datetime
    other: str


@dataclass(frozen=True)
class Told:
    """An exchange as somebody of the pair reads it. `others` is empty until it opens."""

    exchange: Exchange | None
    own: ShiftNote | None
    others: tuple[ShiftNote, ...]
    is_open: bool
    # How many of the other side have written, read or not.
    written: int


def told(exchange: Exchange | None, *, person_id: int | None, at: datetime) -> Told:
    """What this person reads of it now."""
    notes = list(exchange.notes.all()) if exchange else []
    is_open = exchange is not None and exchange.opens_at(clocks().reveal) <= at
    own = next((one for one in notes if one.person_id == person_id), None)
    others = [one for one in notes if one is not own]
    return Told(exchange, own, tuple(others) if is_open else (), is_open, len(others))


def exchange_on(row: Relationship, on: date) -> Exchange | None:
    """The exchange of a day, with its notes; None where nobody has written."""
    rows = row.exchanges.filter(on=on).prefetch_related("notes__person")
    return rows.first()


def exchanges_of(row: Relationship, *, actor: Actor) -> list[Exchange]:
    """All of a pair that its reader may know of, the newest first; two queries."""
    rows = visible_to(READ_EXCHANGE, actor, Exchange.objects.filter(relationship=row))
    return list(rows.prefetch_related("notes__person"))


def shared_end(row: Relationship, on: date) -> datetime | None:
    """When the time ends that they share in the shift that the learner begins on this day."""
    zone = ZoneInfo(row.organization.time_zone)
    start = datetime(on.year, on.month, on.day, tzinfo=zone)
    parties = list(row.parties.filter(left_at__isnull=True))
    people = [one.person_id for one in parties]
    shifts = stretches_of(people, start=start, end=start + DAY + LONGEST_SHIFT)
    return shared_ends(parties, shifts, zone).get(on)


def shared_ends(
    parties: Iterable[Party], shifts: dict[int, list[Busy]], zone: ZoneInfo
) -> dict[date, datetime]:
    """The end of the shared time by the day on which the learner's shift begins, the latest guide
    counting."""
    sides: dict[str, list[int]] = defaultdict(list)
    for one in parties:
        sides[one.side].append(one.person_id)
    guided = [busy for pk in sides[Side.GUIDE] for busy in shifts.get(pk, [])]
    found: dict[date, datetime] = {}
    for own in (busy for pk in sides[Side.LEARNER] for busy in shifts.get(pk, [])):
        for other in guided:
            if own.start < other.end and other.start < own.end:
                day = own.start.astimezone(zone).date()
                end = min(own.end, other.end)
                found[day] = max(found.get(day, end), end)
    return found


def due_exchanges(actor: Actor, *, at: datetime) -> list[Due]:
    """Shifts that ended within the last day, or end within the hour, after which the actor has
    not written; four queries. Guides are asked only for shifts on which they were."""
    pairs = list(
        visible_to(LEARN_TOGETHER, actor, Relationship.objects.all())
        .filter(state__in=UNDER_WAY, contact_rests_since__isnull=True)
        .select_related("organization")
    )
    if not pairs:
        return []
    parties: dict[int, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(relationship__in=pairs, left_at__isnull=True)
    for party in rows.select_related("person"):
        parties[party.relationship_id].append(party)
    people = {one.person_id for group in parties.values() for one in group}
    since = at - clocks().reveal
    shifts = stretches_of(people, start=since, end=at + clocks().ask)
    notes = ShiftNote.objects.filter(
        person_id=actor.person_id or 0, exchange__relationship__in=pairs
    )
    written = set(notes.values_list("exchange__relationship_id", "exchange__on"))
    found = [
        Due(row, day, end, _other(parties[row.pk], actor))
        for row in pairs
        for day, end in _own_ends(parties[row.pk], shifts, row, actor).items()
        if since < end <= at + clocks().ask and (row.pk, day) not in written
    ]
    return sorted(found, key=lambda one: one.ended_at)


def _own_ends(
    parties: list[Party], shifts: dict[int, list[Busy]], row: Relationship, actor: Actor
) -> dict[date, datetime]:
    """Of a guide only the time on which they were there themselves."""
    zone = ZoneInfo(row.organization.time_zone)
    own = [one for one in parties if one.person_id == actor.person_id]
    is_guide = any(one.side == Side.GUIDE for one in own)
    there = [*own, *(one for one in parties if one.side == Side.LEARNER)] if is_guide else parties
    return shared_ends(there, shifts, zone)


def _other(parties: list[Party], actor: Actor) -> str:
    """The given name of the other side."""
    own = next((one.side for one in parties if one.person_id == actor.person_id), "")
    return next((one.person.given_name for one in parties if one.side != own), "")
