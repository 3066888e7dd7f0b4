"""The hours of one pair, for its pages: how far they are, by week, and shifts not yet logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guildhall.engine.calendar import Busy, SharedTime
from guildhall.engine.hours import Standing, Worked, standing
from guildhall.hours.access import READ_ENTRY, VERIFY_ENTRY
from guildhall.hours.models import TimeEntry, WeekAsk
from guildhall.hours.queries.rules import asked_by, share_of
from guildhall.hours.states import STANDING, EntryState
from guildhall.people.models import Shift
from guildhall.people.queries.shifts import shared_shifts
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.plan import hours_of
from guildhall.programs.program_template import HoursRules
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of

# How far back a shift can be logged by one tap, and how far shared shifts are looked at.
TAP_BACK = timedelta(days=14)
SHARED_BACK = timedelta(days=28)
MOST_TAPS = 5


@dataclass(frozen=True)
class EntryLine:
    """An entry; whether the reader may verify it now."""

    entry: TimeEntry
    can_verify: bool


@dataclass(frozen=True)
class Week:
    """The entries of a week, newest first."""

    monday: date
    lines: tuple[EntryLine, ...]
    # When the learner asked last for this week to be verified.
    asked_at: datetime | None

    @property
    def minutes(self) -> int:
        """What was worked and stands."""
        return sum(line.entry.minutes for line in self.lines if line.entry.state in STANDING)

    @property
    def waiting(self) -> int:
        """How many entries wait for a verifier."""
        return sum(1 for line in self.lines if line.entry.state == EntryState.LOGGED)

    @property
    def can_verify(self) -> int:
        """How many of them the reader may verify."""
        return sum(1 for line in self.lines if line.can_verify)


def worked_of(entries: Iterable[TimeEntry]) -> list[Worked]:
    """Entries as the engine takes them; they carry their site and unit."""
    return [
        Worked(
            on=entry.on,
            minutes=entry.minutes,
            kind=entry.kind,
            state=entry.state,
            is_simulated=entry.is_simulated,
            counts=not entry.not_counted,
            places=tuple(place.name for place in (entry.site, entry.unit) if place),
        )
        for entry in entries
        if entry.state in STANDING
    ]


def entries_of(relationship: Relationship, *, actor: Actor) -> list[TimeEntry]:
    """All entries of the pair that the actor may read, newest first; one query."""
    rows = TimeEntry.objects.filter(relationship=relationship)
    return list(visible_to(READ_ENTRY, actor, rows.select_related("person", "site", "unit")))


def standing_of(
    relationship: Relationship, entries: Iterable[TimeEntry], learner_id: int
) -> Standing:
    """How far these entries meet what the program asks of this learner."""
    asked = asked_by(hours_of(plan_of(relationship)))
    own = [entry for entry in entries if entry.person_id == learner_id]
    return standing(worked_of(own), asked, share=share_of(relationship, learner_id))


def asks_hours(relationship: Relationship) -> bool:
    """Whether its program asks for hours at all."""
    return is_asking(hours_of(plan_of(relationship)))


def is_asking(rules: HoursRules) -> bool:
    """Whether something is asked of the learner."""
    return bool(rules.total or rules.kinds or rules.places)


def weeks_of(entries: list[TimeEntry], relationship: Relationship, *, actor: Actor) -> list[Week]:
    """The entries by week, newest first; two queries."""
    waiting = [entry.pk for entry in entries if entry.state == EntryState.LOGGED]
    rows = TimeEntry.objects.filter(pk__in=waiting).order_by()
    mine = set(visible_to(VERIFY_ENTRY, actor, rows).values_list("pk", flat=True))
    asks = WeekAsk.objects.filter(relationship=relationship).order_by("asked_at")
    asked = dict(asks.values_list("monday", "asked_at"))
    weeks: dict[date, list[EntryLine]] = {}
    for entry in entries:
        monday = entry.on - timedelta(days=entry.on.weekday())
        weeks.setdefault(monday, []).append(EntryLine(entry, entry.pk in mine))
    return [
        Week(monday, tuple(lines), asked.get(monday))
        for monday, lines in sorted(weeks.items(), reverse=True)
    ]


def shifts_to_log(
    person_id: int,
    organization_id: int,
    entries: Iterable[TimeEntry],
    *,
    at: datetime,
    since: datetime,
) -> list[Shift]:
    """Shifts of the last two weeks that are over and that no entry covers; one query."""
    rows = Shift.objects.filter(
        person=person_id,
        organization=organization_id,
        ends_at__lte=at,
        starts_at__gte=max(at - TAP_BACK, since),
    ).select_related("site", "unit")
    standing_entries = [entry for entry in entries if entry.state in STANDING]
    taken = [
        Busy(entry.started_at, entry.ended_at)
        for entry in standing_entries
        if entry.started_at and entry.ended_at
    ]
    days = {entry.on for entry in standing_entries if entry.started_at is None}
    found = [
        shift
        for shift in rows.order_by("-starts_at")
        if not any(shift.starts_at < one.end and one.start < shift.ends_at for one in taken)
        and shift.starts_at.date() not in days
    ]
    return found[:MOST_TAPS]


def shared_lately(parties: Iterable[Party], *, at: datetime) -> SharedTime | None:
    """How much of the learner's shifts of four weeks back and ahead the guide shares; None where
    the pair is not two people."""
    sides = {party.side: party.person_id for party in parties if party.left_at is None}
    if len(sides) != 2:
        return None
    window = {"start": at - SHARED_BACK, "end": at + SHARED_BACK}
    return shared_shifts(sides["guide"], sides["learner"], **window)


def day_in(organization_zone: str, at: datetime) -> date:
    """The day of a moment where a house is."""
    return at.astimezone(ZoneInfo(organization_zone)).date()
