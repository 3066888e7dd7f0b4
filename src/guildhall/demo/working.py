"""The demo's shifts and hours: nurses of a ward, and students whom the university sends."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from guildhall.core import clock
from guildhall.demo.people import House
from guildhall.directory.models import Organization, Person
from guildhall.engine.calendar import Busy, shift_between
from guildhall.hours.actions.logging import (
    EntryDraft,
    cancel_hours,
    enter_protected_time,
    log_hours,
    plan_hours,
)
from guildhall.hours.actions.verifiers import name_verifier
from guildhall.hours.actions.verifying import verify_week
from guildhall.hours.states import EntryKind
from guildhall.people.actions.shifts import NewShift, import_shifts
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.plan import hours_of
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.states import RelationshipState

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONG, EARLY, LATE = (time(7), time(19, 30)), (time(7), time(15)), (time(13), time(21))
# Of a pair's days of the week, three at the same time, so that they share most of their shifts.
PATTERNS = (((0, LONG), (1, LONG), (3, LONG)), ((0, EARLY), (2, LATE), (4, EARLY)))
MOST_PAIRS = 4


def build_work(houses: dict[str, House], *, today: datetime, random: Random) -> None:
    """Rosters of five weeks, hours of the pairs that began lately, and a guide's ledger."""
    alder = houses["alder"]
    pairs = [
        *_pairs("Nurse preceptorship", alder)[:MOST_PAIRS],
        *_pairs("Nursing placements", houses["calder"])[:MOST_PAIRS],
    ]
    with clock.moved_to(today):
        shifts = _shifts(pairs, alder.organization, today=today, random=random)
        import_shifts(organization=alder.organization, shifts=shifts, by=SYSTEM, at=today)
        name_verifier(
            organization=alder.organization,
            person=alder.cast["helen"],
            site=None,
            unit=alder.units[0],
            by=_actor(alder.cast["maren"]),
            at=today - 30 * DAY,
        )
    for number, pair in enumerate(pairs):
        _log(pair, shifts, is_behind=number % 3 == 2, today=today)
    _protect(alder.cast["helen"], alder.organization, today=today)


def _pairs(program: str, house: House) -> list[Relationship]:
    """The story's pair first."""
    rows = Relationship.objects.filter(
        program__name=program,
        program__organization=house.organization,
        state=RelationshipState.ACTIVE,
    ).order_by("pk")
    story = {person.pk for person in house.cast.values()}
    return sorted(rows, key=lambda row: not _people(row).keys() & story)


def _people(pair: Relationship) -> dict[int, str]:
    return dict(pair.parties.values_list("person_id", "side"))


def _shifts(
    pairs: list[Relationship], house: Organization, *, today: datetime, random: Random
) -> list[NewShift]:
    """Five weeks back and two ahead; nobody works twice at a time."""
    monday = today.date() - timedelta(days=today.weekday())
    patterns: dict[int, int] = {}
    for number, pair in enumerate(pairs):
        for person_id in _people(pair):
            patterns.setdefault(person_id, number % len(PATTERNS))
    found = []
    for person_id, pattern in patterns.items():
        for week in range(-5, 2):
            for day, times in PATTERNS[pattern]:
                if random.random() < 0.85:
                    on = monday + week * WEEK + day * DAY
                    found.append(NewShift(person_id, shift_between(on, *times, house.time_zone)))
    return found


def _log(pair: Relationship, shifts: list[NewShift], *, is_behind: bool, today: datetime) -> None:
    """Learners log what lies behind them; guides verify all but the last week."""
    people = {side: person_id for person_id, side in _people(pair).items()}
    learner, guide = people[Side.LEARNER], people[Side.GUIDE]
    is_placement = (pair.program.plan if pair.program else {}).get("form") == "placement"
    kind = EntryKind.PLACEMENT if is_placement else EntryKind.SUPERNUMERARY
    opened = pair.opened_at or today
    weeks: dict[date, int] = {}
    asked = hours_of(plan_of(pair)).kinds.get(kind, 0) * 60
    worked = 0
    for shift in sorted(shifts, key=lambda one: one.stretch.start):
        if shift.person_id != learner or shift.stretch.start < opened + DAY:
            continue
        at = shift.stretch.end + timedelta(hours=1)
        fit = EntryKind.PRACTICE if asked and worked >= asked else kind
        if at > today and not is_placement and not is_behind:
            _plan(pair, fit, shift.stretch, by=_by(guide), at=today)
        elif at <= today:
            draft = _draft(fit, shift.stretch)
            worked += draft.minutes or 0
            log_hours(relationship=pair, draft=draft, by=_by(learner), at=at)
            weeks[draft.on - timedelta(days=draft.on.weekday())] = 1
    for monday in sorted(weeks)[:-1]:
        at = datetime.combine(monday + WEEK, time(9), UTC)
        if at < today:
            verify_week(relationship=pair, monday=monday, by=_by(guide), at=at)


def _plan(pair: Relationship, kind: EntryKind, stretch: Busy, *, by: Actor, at: datetime) -> None:
    plan_hours(relationship=pair, draft=_draft(kind, stretch), by=by, at=at)


def _draft(kind: EntryKind, stretch: Busy) -> EntryDraft:
    minutes = int((stretch.end - stretch.start) / timedelta(minutes=1))
    return EntryDraft(kind=kind, on=stretch.start.date(), minutes=minutes)


def _protect(guide: Person, house: Organization, *, today: datetime) -> None:
    """A day of training, an hour ahead, and one that the ward took back."""
    by = _actor(guide)
    for days, minutes, note in ((-25, 180, "Preceptor update"), (6, 60, "Preparing the interim")):
        draft = EntryDraft(
            EntryKind.PROTECTED, today.date() + days * DAY, minutes=minutes, note=note
        )
        enter_protected_time(person=guide, organization=house, draft=draft, by=by, at=today)
    draft = EntryDraft(EntryKind.PROTECTED, today.date() + 2 * DAY, minutes=60, note="Reading")
    at = today - 3 * DAY
    entry = enter_protected_time(person=guide, organization=house, draft=draft, by=by, at=at)
    cancel_hours(entry=entry, reason="The ward was two short", by=by, at=today - DAY)


def _actor(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)


def _by(person_id: int) -> Actor:
    return actor_for(account_id=None, person_id=person_id)
