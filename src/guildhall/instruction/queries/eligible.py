"""Who could cover now, and why it is them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from guildhall.directory.models import Membership, Person
from guildhall.instruction.clocks import clocks
from guildhall.instruction.models import Cover
from guildhall.instruction.queries.pair import learner_of
from guildhall.instruction.states import LIVE
from guildhall.people.models import Shift
from guildhall.programs.models import Enrollment
from guildhall.programs.plan import hours_of
from guildhall.programs.states import MATCHABLE, Kind, Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.queries.places import rooms
from guildhall.relationships.queries.resting import kept_apart
from guildhall.relationships.states import BEGUN


@dataclass(frozen=True)
class Candidate:
    """Somebody who is on shift and may cover. `learners`: those beside them at that time."""

    person: Person
    shift: Shift
    ends_at: datetime
    is_same_unit: bool
    learners: int


@dataclass(frozen=True)
class Window:
    """What is to be covered: the learner's shift, as far as it is known."""

    starts_at: datetime
    ends_at: datetime
    shift: Shift | None


def window_of(row: Relationship, learner: Person, *, at: datetime) -> Window:
    """The learner's shift that goes on, or begins soon; where none is known, from now on."""
    soon = Shift.objects.filter(
        person=learner, ends_at__gt=at, starts_at__lte=at + clocks().ahead
    ).select_related("unit")
    shift = soon.order_by("starts_at").first()
    if shift is None:
        return Window(at, at + clocks().cover, None)
    starts_at = max(at, shift.starts_at)
    return Window(starts_at, min(shift.ends_at, starts_at + clocks().cover), shift)


def candidates(row: Relationship, *, at: datetime, besides: int = 0) -> list[Candidate]:
    """Preceptors of the same program on shift at that time, in the house of the learner's shift:
    not of this pair, not kept apart from the learner, not pausing, and with fewer learners beside
    them than the program's ratio. Those of the learner's unit come first, then who has fewest.

    `besides` is a cover that does not count as load. A fixed number of queries.
    """
    learner = learner_of(row)
    window = window_of(row, learner, at=at)
    shifts = _on_shift(row, learner, window)
    shifts = _fitting(shifts, learner, window, at=at)
    load = _load(list(shifts), window.starts_at, besides=besides)
    most = hours_of(plan_of(row)).ratio or clocks().most_learners
    units = _units([learner.pk, *shifts], row.organization_id)
    own_unit = (window.shift.unit_id if window.shift else None) or units.get(learner.pk)
    found = [
        Candidate(
            person=shift.person,
            shift=shift,
            ends_at=min(window.ends_at, shift.ends_at),
            is_same_unit=own_unit is not None and (shift.unit_id or units.get(pk)) == own_unit,
            learners=load[pk],
        )
        for pk, shift in shifts.items()
        if load[pk] < most
    ]
    return sorted(
        found, key=lambda one: (not one.is_same_unit, one.learners, one.person.name, one.person.pk)
    )


def _on_shift(row: Relationship, learner: Person, window: Window) -> dict[int, Shift]:
    """By person, whoever guides in the program, is none of the pair and works at that time."""
    guides = Enrollment.objects.filter(
        cohort__program=row.program_id, side=Side.GUIDE, state__in=MATCHABLE
    )
    pair = row.parties.filter(left_at__isnull=True)
    shifts = Shift.objects.filter(
        person__in=guides.order_by().values("person_id"),
        person__memberships__organization=F("organization"),
        person__memberships__ended_at__isnull=True,
        starts_at__lte=window.starts_at,
        ends_at__gt=window.starts_at,
    ).exclude(person__in=pair.order_by().values("person_id"))
    if window.shift is not None:
        shifts = shifts.filter(organization=window.shift.organization_id)
    found = shifts.exclude(person=learner).select_related("person", "unit").order_by("pk")
    return {shift.person_id: shift for shift in found}


def _fitting(
    shifts: dict[int, Shift], learner: Person, window: Window, *, at: datetime
) -> dict[int, Shift]:
    """Without those who are kept apart from the learner, and those who pause."""
    apart = {pk for two in kept_apart([learner.pk, *shifts]) if learner.pk in two for pk in two}
    room = rooms(shifts, on=at.date())
    return {pk: shift for pk, shift in shifts.items() if pk not in apart and room[pk].limit != 0}


def _load(people: Collection[int], moment: datetime, *, besides: int) -> Counter[int]:
    """How many learners each has beside them then: their own on shift, and those they cover or
    are asked to."""
    guided = Party.objects.filter(
        person__in=people,
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__state__in=BEGUN,
        relationship__program__kind=Kind.PRECEPTORSHIP,
    )
    at_work = Shift.objects.filter(starts_at__lte=moment, ends_at__gt=moment)
    own = guided.filter(
        relationship__parties__side=Side.LEARNER,
        relationship__parties__left_at__isnull=True,
        relationship__parties__person__in=at_work.order_by().values("person_id"),
    ).order_by()
    load = Counter(
        pk for pk, _learner in set(own.values_list("person_id", "relationship__parties__person_id"))
    )
    covers = Cover.objects.filter(
        person__in=people, state__in=LIVE, starts_at__lte=moment, ends_at__gt=moment
    ).exclude(pk=besides)
    load.update(covers.order_by().values_list("person_id", flat=True))
    return load


def _units(people: Collection[int], organization_id: int) -> dict[int, int]:
    rows = Membership.objects.filter(
        person__in=people,
        organization=organization_id,
        ended_at__isnull=True,
        unit__isnull=False,
    )
    return {pk: unit for pk, unit in rows.values_list("person_id", "unit_id") if unit is not None}
