"""Where enrolled people belong, as far as their program is concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guildhall.directory.models import Membership
from guildhall.programs.models import Cohort, Enrollment, Program

FEW = 500


@dataclass(frozen=True, slots=True)
class Belonging:
    """One enrollment's membership: of the program's organization, else of a partner."""

    organization: str
    unit: str
    site: str
    manager_id: int | None
    details: dict[str, Any]


def people_in(enrollments: Sequence[Enrollment], path: str = "person") -> Q:
    """A condition that reaches the people of these enrollments, by id or through their cohorts.

    Thousands of ids are not sent to the database; then rows of others in the same cohorts may
    come along, and callers leave them out. An empty path is for people themselves.
    """
    column = f"{path}_id__in" if path else "pk__in"
    if len(enrollments) <= FEW:
        return Q(**{column: {row.person_id for row in enrollments}})
    cohorts = {row.cohort_id for row in enrollments}
    inside = Enrollment.objects.filter(cohort_id__in=cohorts).values("person_id")
    return Q(**{column: inside})


def belongings(enrollments: Sequence[Enrollment]) -> dict[int, Belonging]:
    """By enrollment id, for those who belong; in three queries."""
    houses = _houses(enrollments)
    columns = (
        "person_id",
        "organization_id",
        "organization__name",
        "unit__name",
        "unit__site__name",
        "manager_id",
        "details",
    )
    rows = (
        Membership.objects.filter(people_in(enrollments), ended_at__isnull=True)
        .filter(organization_id__in={pk for group in houses.values() for pk in group})
        .values_list(*columns)
    )
    found = {
        (person, house): Belonging(name, unit or "", site or "", manager, details)
        for person, house, name, unit, site, manager, details in rows
    }
    result: dict[int, Belonging] = {}
    for enrollment in enrollments:
        for house in houses[enrollment.cohort_id]:
            if (enrollment.person_id, house) in found:
                result[enrollment.pk] = found[enrollment.person_id, house]
                break
    return result


def _houses(enrollments: Sequence[Enrollment]) -> dict[int, list[int]]:
    """By cohort: the program's organization first, then its partners."""
    cohorts = Cohort.objects.filter(pk__in={row.cohort_id for row in enrollments})
    owners = list(cohorts.values_list("pk", "program_id", "program__organization_id"))
    partners: dict[int, list[int]] = {}
    taking_part = Program.partners.through.objects.filter(
        program_id__in={program for _cohort, program, _owner in owners}
    ).order_by("organization_id")
    for program, organization in taking_part.values_list("program_id", "organization_id"):
        partners.setdefault(program, []).append(organization)
    return {cohort: [owner, *partners.get(program, [])] for cohort, program, owner in owners}
