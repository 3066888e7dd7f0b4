"""Shifts of people: a week of one, stretches of several, and how much two share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.engine.calendar import Busy, SharedTime, shared_share
from guildhall.people.models import Shift
from guildhall.people.states import ShiftSource

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# Usual shapes of a day, for whoever has none yet.
USUAL = ((7, 0, 15, 0), (7, 0, 19, 30), (13, 0, 21, 0), (19, 0, 7, 30))
MOST_SHAPES = 6


@dataclass(frozen=True)
class DayShift:
    """A shift as the house's clock shows it."""

    clock: tuple[time, time]
    site: Site | None
    unit: Unit | None


@dataclass(frozen=True)
class Day:
    """A day of the week grid: what was typed, and what came from a file or roster."""

    day: date
    own: DayShift | None
    others: tuple[Shift, ...]


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def midnight(organization: Organization, day: date) -> datetime:
    """When a day begins where the house is."""
    return datetime.combine(day, time(), ZoneInfo(organization.time_zone))


def days_of(person: Person, organization: Organization, monday: date) -> list[Day]:
    """The seven days of a week, by the day on which shifts begin; one query."""
    zone = ZoneInfo(organization.time_zone)
    rows = Shift.objects.filter(
        person=person,
        starts_at__gte=midnight(organization, monday),
        starts_at__lt=midnight(organization, monday + WEEK),
    ).select_related("site", "unit", "organization")
    by_day: dict[date, list[Shift]] = {}
    for shift in rows:
        by_day.setdefault(shift.starts_at.astimezone(zone).date(), []).append(shift)
    return [
        _day(monday + place * DAY, by_day.get(monday + place * DAY, []), organization, zone)
        for place in range(7)
    ]


def usual_shapes(person: Person, organization: Organization) -> list[tuple[time, time]]:
    """The times of day that the person worked last, then the usual ones; one query."""
    zone = ZoneInfo(organization.time_zone)
    rows = Shift.objects.filter(person=person).order_by("-starts_at")[:60]
    found = [_clock(shift, zone) for shift in rows]
    found += [(time(a, b), time(c, d)) for a, b, c, d in USUAL]
    return list(dict.fromkeys(found))[:MOST_SHAPES]


def stretches_of(people: Iterable[int], *, start: datetime, end: datetime) -> dict[int, list[Busy]]:
    """Shifts that touch the time between two moments, by person, in order; one query."""
    rows = Shift.objects.filter(person_id__in=list(people), ends_at__gt=start, starts_at__lt=end)
    found: dict[int, list[Busy]] = {}
    for person_id, begins, ends in rows.values_list("person_id", "starts_at", "ends_at"):
        found.setdefault(person_id, []).append(Busy(begins, ends))
    return found


def shared_shifts(guide_id: int, learner_id: int, *, start: datetime, end: datetime) -> SharedTime:
    """How much of the learner's time on shift the guide is there, too; one query."""
    shifts = stretches_of((guide_id, learner_id), start=start, end=end)
    return shared_share(shifts.get(guide_id, []), shifts.get(learner_id, []), start, end)


def _day(day: date, shifts: list[Shift], organization: Organization, zone: ZoneInfo) -> Day:
    typed = [
        shift
        for shift in shifts
        if shift.source == ShiftSource.TYPED and shift.organization_id == organization.pk
    ]
    own = typed[0] if typed else None
    others = tuple(shift for shift in shifts if shift is not own)
    shown = DayShift(_clock(own, zone), own.site, own.unit) if own else None
    return Day(day, shown, others)


def _clock(shift: Shift, zone: ZoneInfo) -> tuple[time, time]:
    start, end = (at.astimezone(zone).time() for at in (shift.starts_at, shift.ends_at))
    return start.replace(fold=0), end.replace(fold=0)
