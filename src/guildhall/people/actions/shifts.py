"""Shifts: typed in by the week, copied from the week before, brought in from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.dates import weekday_and_day
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.engine.calendar import Busy, CalendarError, shift_between
from guildhall.people.access import OWN_SHIFTS
from guildhall.people.actions.events import SHIFTS_CHANGED, SHIFTS_IMPORTED
from guildhall.people.models import Shift
from guildhall.people.queries.shifts import DAY, WEEK, days_of, midnight, week_of
from guildhall.people.states import ShiftSource
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class WeekDraft:
    """A week as typed: for each day from Monday on, from and to on the house's clock, or None."""

    monday: date
    days: Sequence[tuple[time, time] | None]
    site: Site | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class NewShift:
    """A shift of a file, checked beforehand."""

    person_id: int
    stretch: Busy
    site_id: int | None = None
    unit_id: int | None = None


def set_week(
    *, person: Person, organization: Organization, draft: WeekDraft, by: Actor, at: datetime
) -> list[Shift]:
    """Replace the typed shifts that begin in this week; nobody is told.

    Shifts of a file or roster stay. Refuses a day whose shift overlaps one of them or that of the
    day before, naming the day.
    """
    require(OWN_SHIFTS, by, person)
    monday = week_of(draft.monday)
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        first, last = midnight(organization, monday), midnight(organization, monday + WEEK)
        own = Shift.objects.filter(person=person)
        typed = own.filter(source=ShiftSource.TYPED, organization=organization)
        typed = typed.filter(starts_at__gte=first, starts_at__lt=last)
        others = own.exclude(pk__in=list(typed.values_list("pk", flat=True)))
        others = others.filter(ends_at__gt=first, starts_at__lt=last + 2 * DAY)
        found = _stretches(draft, monday, organization, [shift.stretch for shift in others])
        typed.delete()
        shifts = Shift.objects.bulk_create(
            Shift(
                person=person,
                organization=organization,
                site=draft.site,
                unit=draft.unit,
                starts_at=stretch.start,
                ends_at=stretch.end,
                source=ShiftSource.TYPED,
            )
            for stretch in found
        )
        record(SHIFTS_CHANGED, by=by, subject=person, at=at, organization_id=organization.pk)
    return shifts


def _stretches(
    draft: WeekDraft, monday: date, organization: Organization, taken: list[Busy]
) -> list[Busy]:
    """The shifts of the week, or a refusal that names each day that does not fit."""
    problems: dict[str, str] = {}
    found: list[Busy] = []
    for place, times in enumerate(draft.days[:7]):
        if times is None:
            continue
        day = monday + place * DAY
        try:
            stretch = shift_between(day, *times, organization.time_zone)
        except CalendarError as error:
            problems[f"day_{place}"] = str(error)
            continue
        if any(each.start < stretch.end and stretch.start < each.end for each in (*taken, *found)):
            problems[f"day_{place}"] = _("The shift of %(day)s overlaps another one of yours.") % {
                "day": weekday_and_day(day)
            }
        found.append(stretch)
    if problems:
        raise InvalidInput(_("This week is not saved yet."), problems)
    return found


def copy_week(
    *, person: Person, organization: Organization, monday: date, by: Actor, at: datetime
) -> list[Shift]:
    """Work this week as the one before, on the same clock times; what was typed is replaced.

    Refuses where the week before is empty.
    """
    require(OWN_SHIFTS, by, person)
    monday = week_of(monday)
    before = [day.own for day in days_of(person, organization, monday - WEEK)]
    known = next((shift for shift in before if shift), None)
    if known is None:
        raise InvalidInput(_("The week before has no shifts to copy."))
    days = [shift.clock if shift else None for shift in before]
    draft = WeekDraft(monday, days, known.site, known.unit)
    return set_week(person=person, organization=organization, draft=draft, by=by, at=at)


def import_shifts(
    *, organization: Organization, shifts: Iterable[NewShift], by: Actor, at: datetime
) -> int:
    """Write the shifts of a file; one that begins at the same moment is changed. Nobody is told.

    Returns how many were written. The caller has refused what overlaps.
    """
    require(STAFF_ORGANIZATION, by, organization)
    rows = [
        Shift(
            person_id=one.person_id,
            organization=organization,
            site_id=one.site_id,
            unit_id=one.unit_id,
            starts_at=one.stretch.start,
            ends_at=one.stretch.end,
            source=ShiftSource.IMPORTED,
        )
        for one in shifts
    ]
    with transaction.atomic():
        Shift.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["person", "organization", "starts_at"],
            update_fields=["ends_at", "site", "unit", "source"],
        )
        record(SHIFTS_IMPORTED, by=by, subject=organization, at=at, organization_id=organization.pk)
    return len(rows)
