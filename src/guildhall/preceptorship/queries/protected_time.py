"""The ledger of protected time: planned, delivered, taken, cancelled, over a rolling year.

A held meeting is *delivered* as far as it lies inside a shift of the guide, and *taken* from their
own time as far as it does not. In a week without any shift nobody knows: it counts as neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhall.directory.models import Person
from guildhall.engine.calendar import Busy, minutes_within
from guildhall.hours.access import OVERSEE_HOURS
from guildhall.hours.models import EntryMove, TimeEntry
from guildhall.hours.states import EntryKind, EntryState
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.people.queries.shifts import stretches_of
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.access import overseen_guiding
from guildhall.programs.plan import hours_of
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party

YEAR = timedelta(days=365)
AHEAD = timedelta(days=92)
WEEK = timedelta(days=7)
COUNTED = (MeetingState.HELD, MeetingState.BOOKED)
DELIVERED, TAKEN, PLANNED, CANCELLED, UNKNOWN = (
    "delivered",
    "taken",
    "planned",
    "cancelled",
    "unknown",
)


@dataclass(frozen=True)
class LedgerLine:
    """One meeting or entry. `minutes` are those of its standing; a meeting that lies across the
    end of a shift has two lines. `by` and `why` are of a cancellation."""

    at: datetime
    is_meeting: bool
    standing: str
    minutes: int
    with_names: tuple[str, ...] = ()
    entry: TimeEntry | None = None
    by: Person | None = None
    why: str = ""


@dataclass(frozen=True)
class ProtectedTime:
    """One guide's year. `target` is in minutes; None where no program says."""

    person: Person
    lines: tuple[LedgerLine, ...]
    target: int | None
    sources: tuple[str, ...] = ()

    def minutes(self, standing: str) -> int:
        """The sum of the lines of a standing."""
        return sum(line.minutes for line in self.lines if line.standing == standing)

    def count(self, standing: str) -> int:
        """How many lines of a standing there are."""
        return sum(1 for line in self.lines if line.standing == standing)

    @property
    def delivered(self) -> int:
        """Minutes that were given."""
        return self.minutes(DELIVERED)

    @property
    def planned(self) -> int:
        """Minutes that are booked or planned ahead."""
        return self.minutes(PLANNED)

    @property
    def taken(self) -> int:
        """Minutes taken from the guide's own time."""
        return self.minutes(TAKEN)

    @property
    def times_taken(self) -> int:
        """How often that was."""
        return self.count(TAKEN)

    @property
    def times_cancelled(self) -> int:
        """How often planned time was cancelled."""
        return self.count(CANCELLED)

    @property
    def times_unknown(self) -> int:
        """How many meetings lie in weeks without a known shift."""
        return self.count(UNKNOWN)

    @property
    def missing(self) -> int:
        """What is neither delivered nor planned of the target."""
        return max(0, (self.target or 0) - self.delivered - self.planned)


@dataclass
class _Found:
    """What was read of one guide."""

    pairs: set[int] = field(default_factory=set)
    target: int | None = None
    sources: list[str] = field(default_factory=list)
    lines: list[LedgerLine] = field(default_factory=list)


def protected_time(
    people: Sequence[Person], *, actor: Actor, at: datetime
) -> dict[int, ProtectedTime]:
    """The ledgers of these guides, by person; seven queries, however many they are.

    One's own is whole. Of others only what lies in the actor's own programs, and entries that the
    actor may list.
    """
    found = {person.pk: _Found() for person in people}
    _read_pairs(found, actor)
    ids = {pk for one in found.values() for pk in one.pairs}
    names = _learner_names(ids)
    start, end = at - YEAR, at + AHEAD
    shifts = stretches_of(found, start=start - WEEK, end=at + WEEK)
    guiding: dict[int, list[Person]] = {}
    for person in people:
        for pk in found[person.pk].pairs:
            guiding.setdefault(pk, []).append(person)
    meetings = Meeting.objects.filter(
        relationship__in=ids, state__in=COUNTED, starts_at__gte=start, starts_at__lt=end
    ).only("relationship", "state", "starts_at", "minutes")
    for meeting in meetings.order_by("starts_at"):
        for person in guiding[meeting.relationship_id]:
            own = shifts.get(person.pk, [])
            lines = _meeting_lines(meeting, own, person, names, at=at)
            found[person.pk].lines += lines
    _read_entries(found, actor, start=start, end=end)
    return {person.pk: _ledger(person, found[person.pk]) for person in people}


def overseen_guides(actor: Actor) -> list[Person]:
    """Guides of the preceptorships that the actor runs or reads, by name; one query."""
    guiding = Party.objects.filter(overseen_guiding(actor), left_at__isnull=True)
    rows = Person.objects.filter(pk__in=guiding.order_by().values("person_id"))
    return list(rows.order_by("family_name", "given_name", "pk"))


def guides_preceptorship(person_id: int) -> bool:
    """Whether the person guides somebody in a preceptorship now."""
    rows = Party.objects.filter(
        person=person_id,
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__program__kind=Kind.PRECEPTORSHIP,
    )
    return rows.exists()


def _read_pairs(found: dict[int, _Found], actor: Actor) -> None:
    """The pairs that each guides, and what their programs owe them: the most counts."""
    parties = Party.objects.filter(
        person__in=list(found), side=Side.GUIDE, relationship__program__kind=Kind.PRECEPTORSHIP
    )
    overseen = Party.objects.filter(overseen_guiding(actor), person__in=list(found))
    seen = set(overseen.values_list("pk", flat=True))
    for party in parties.select_related("relationship__program").order_by("pk"):
        if party.person_id != actor.person_id and party.pk not in seen and not actor.is_system:
            continue
        one = found[party.person_id]
        one.pairs.add(party.relationship_id)
        program = party.relationship.program
        rules = hours_of(program.plan) if program else None
        if rules and rules.protected_guide and party.left_at is None:
            one.target = max(one.target or 0, rules.protected_guide * 60)
            if rules.source not in one.sources:
                one.sources.append(rules.source)


def _learner_names(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    rows = Party.objects.filter(relationship__in=list(ids), side=Side.LEARNER)
    for party in rows.select_related("person").order_by("pk"):
        pk = party.relationship_id
        names[pk] = (*names.get(pk, ()), party.person.name)
    return names


def _meeting_lines(
    meeting: Meeting,
    shifts: list[Busy],
    person: Person,
    names: dict[int, tuple[str, ...]],
    *,
    at: datetime,
) -> list[LedgerLine]:
    """A booked one that is over waits for an answer and counts as nothing yet."""
    learners = names.get(meeting.relationship_id, ())

    def line(standing: str, minutes: int) -> LedgerLine:
        return LedgerLine(meeting.starts_at, True, standing, minutes, learners)

    if meeting.state == MeetingState.BOOKED:
        return [line(PLANNED, meeting.length)] if meeting.starts_at > at else []
    if not _is_known(meeting.starts_at, shifts, person.time_zone):
        return [line(UNKNOWN, meeting.length)]
    inside = minutes_within(Busy(meeting.starts_at, meeting.ends_at), shifts)
    beyond = meeting.length - inside
    both = ((DELIVERED, inside), (TAKEN, beyond))
    return [line(standing, minutes) for standing, minutes in both if minutes]


def _is_known(at: datetime, shifts: list[Busy], zone: str) -> bool:
    """Whether any shift of that week, Monday to Sunday, is known."""
    clock = ZoneInfo(zone)
    day = at.astimezone(clock).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), clock)
    return any(each.end > monday and each.start < monday + WEEK for each in shifts)


def _read_entries(
    found: dict[int, _Found], actor: Actor, *, start: datetime, end: datetime
) -> None:
    rows = TimeEntry.objects.filter(
        person__in=list(found),
        kind=EntryKind.PROTECTED,
        on__gte=start.date(),
        on__lte=end.date(),
    )
    own = rows.filter(person=actor.person_id or 0)
    others = visible_to(OVERSEE_HOURS, actor, rows)
    entries = list((own | others).distinct().select_related("organization"))
    moves = EntryMove.objects.filter(
        entry__in=[entry.pk for entry in entries], state=EntryState.CANCELLED
    ).select_related("by")
    cancelled = {move.entry_id: move for move in moves}
    for entry in entries:
        move = cancelled.get(entry.pk)
        found[entry.person_id].lines.append(
            LedgerLine(
                entry.started_at or _midnight(entry.on, entry.organization.time_zone),
                False,
                _standing(entry),
                entry.minutes,
                entry=entry,
                by=move.by if move else None,
                why=move.words if move else "",
            )
        )


def _standing(entry: TimeEntry) -> str:
    """Training and preparation count as entered; what is disputed waits."""
    return {
        EntryState.PLANNED: PLANNED,
        EntryState.CANCELLED: CANCELLED,
        EntryState.DISPUTED: UNKNOWN,
    }.get(EntryState(entry.state), DELIVERED)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _ledger(person: Person, found: _Found) -> ProtectedTime:
    lines = tuple(sorted(found.lines, key=lambda line: line.at, reverse=True))
    return ProtectedTime(person, lines, found.target, tuple(found.sources))
