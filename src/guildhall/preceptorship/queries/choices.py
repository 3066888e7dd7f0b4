"""What may be chosen for a course: who guides next, and where it goes on."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.directory.models import Site, Unit
from guildhall.preceptorship.models import Course
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import free_places


@dataclass(frozen=True)
class NextGuide:
    """Somebody who can guide next, and how many free places they have."""

    enrollment: Enrollment
    free: int


def next_guides(course: Course, *, at: datetime) -> list[NextGuide]:
    """Guides of the cohort with a free place, those with the most first; whoever guides now is
    none of them. A fixed number of queries."""
    cohort = course.relationship.cohort_id
    if cohort is None:
        return []
    now = Party.objects.filter(relationship=course.relationship_id, left_at__isnull=True)
    rows = Enrollment.objects.filter(cohort=cohort, side=Side.GUIDE, state__in=MATCHABLE)
    rows = rows.exclude(person__in=now.values("person_id")).exclude(person=course.learner_id)
    found = list(rows.select_related("person", "cohort__program__organization"))
    free = free_places(found, at=at)
    guides = [NextGuide(row, free[row.pk]) for row in found if free[row.pk] > 0]
    return sorted(guides, key=lambda one: (-one.free, one.enrollment.person.name))


def places_of(course: Course) -> tuple[list[Site], list[Unit]]:
    """Sites and units of its house; two queries."""
    house = course.organization_id
    units = Unit.objects.filter(organization=house).select_related("site")
    return list(Site.objects.filter(organization=house)), list(units)
