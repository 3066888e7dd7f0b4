"""How much room there is, counted over all programs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from guildhall.people.models import Profile
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.states import Side
from guildhall.relationships.limits import limits_of
from guildhall.relationships.models import Party
from guildhall.relationships.states import HOLDING, Takes

# A pair that sleeps holds nobody's place.
TAKING = Q(relationship__state__in=HOLDING, relationship__sleeps_since__isnull=True)


@dataclass(frozen=True)
class Room:
    """What a person may still take on: `limit` over all programs (None: not said), `held` now."""

    limit: int | None
    held: int

    @property
    def left(self) -> int | None:
        """Places left over all programs; None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.held)


_ACROSS = Q(relationship__parties__left_at__isnull=True) & (
    Q(side=Side.GUIDE, relationship__parties__side=Side.LEARNER)
    | Q(side=Side.LEARNER, relationship__parties__side=Side.GUIDE)
)
# A place is taken by each person on the other side, so a circle of five takes five; one that
# counts once takes one, and a single conversation in office hours none.
ACROSS = Count("relationship__parties", filter=_ACROSS & Q(relationship__takes=Takes.EACH)) + Count(
    "relationship", distinct=True, filter=_ACROSS & Q(relationship__takes=Takes.ONCE)
)


def held_by_enrollment(enrollment_ids: Iterable[int]) -> dict[int, int]:
    """Places taken of each enrollment, offers included, sleeping pairs not."""
    rows = (
        Party.objects.filter(enrollment_id__in=list(enrollment_ids), left_at__isnull=True)
        .filter(TAKING)
        .values_list("enrollment_id")
        .annotate(held=ACROSS)
        .order_by()
    )
    return {enrollment_id: held for enrollment_id, held in rows if enrollment_id is not None}


def rooms(person_ids: Iterable[int], *, on: date) -> dict[int, Room]:
    """Each guide's room over all programs. Who is paused has none."""
    ids = list(person_ids)
    held = held_by_guides(ids)
    limits: dict[int, int | None] = dict.fromkeys(ids)
    profiles = Profile.objects.filter(person_id__in=ids)
    for person_id, capacity, is_paused, until in profiles.values_list(
        "person_id", "capacity", "is_paused", "paused_until"
    ):
        limits[person_id] = 0 if is_pausing(is_paused, until, on=on) else capacity
    return {pk: Room(limit=limits[pk], held=held.get(pk, 0)) for pk in ids}


def held_by_guides(person_ids: Collection[int] | QuerySet[Any]) -> dict[int, int]:
    """Places taken of each guide over all programs; given as ids, or as a query for them."""
    rows = Party.objects.filter(person_id__in=person_ids, side=Side.GUIDE, left_at__isnull=True)
    return dict(rows.filter(TAKING).values_list("person_id").annotate(held=ACROSS).order_by())


def is_pausing(is_paused: bool, until: date | None, *, on: date) -> bool:
    """Whether a profile's pause holds on a day: without a date until taken back, else up to it."""
    return until >= on if until is not None else is_paused


def free_places(enrollments: Sequence[Enrollment], *, at: datetime) -> dict[int, int]:
    """Free places of each enrollment, in a fixed number of statements whatever their number.

    A guide's are the enrollment's own places, and no more than the person has left over all
    programs, or than a room above allows: nobody is proposed who would be refused. A learner's are
    the guides still needed.
    """
    held = held_by_enrollment(enrollment.pk for enrollment in enrollments)
    guides = [enrollment.person_id for enrollment in enrollments if enrollment.side == Side.GUIDE]
    room = rooms(guides, on=at.date())
    free: dict[int, int] = {}
    for enrollment in enrollments:
        own = max(0, enrollment.places - held.get(enrollment.pk, 0))
        left = room[enrollment.person_id].left if enrollment.side == Side.GUIDE else None
        free[enrollment.pk] = own if left is None else min(own, left)
    for program, rows in _guides_by_program(enrollments).items():
        limits = limits_of(program, {row.person_id for row in rows}, at=at)
        for row in rows:
            if row.person_id in limits:
                free[row.pk] = min(free[row.pk], limits[row.person_id].left)
    return free


def _guides_by_program(enrollments: Sequence[Enrollment]) -> dict[Program, list[Enrollment]]:
    """The guides of each program; the programs are read in one query."""
    guides = [row for row in enrollments if row.side == Side.GUIDE]
    cohorts = Cohort.objects.filter(pk__in={row.cohort_id for row in guides})
    program_of = {cohort.pk: cohort.program for cohort in cohorts.select_related("program")}
    found: dict[Program, list[Enrollment]] = {}
    for row in guides:
        found.setdefault(program_of[row.cohort_id], []).append(row)
    return found
