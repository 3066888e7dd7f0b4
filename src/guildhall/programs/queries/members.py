"""Members of the organizations that take part in a program."""

from django.db.models import Q, QuerySet

from guildhall.directory.models import Membership, Person
from guildhall.programs.models import Cohort, Program


def members_of(program: Program) -> QuerySet[Membership]:
    """Present members of the program's organization and of its partners, by name."""
    houses = Q(organization_id=program.organization_id) | Q(organization__in=program.partners.all())
    return (
        Membership.objects.filter(houses, ended_at__isnull=True, person__merged_into__isnull=True)
        .select_related("person", "unit", "organization")
        .order_by("person__family_name", "person__given_name", "pk")
    )


def member_by_address(program: Program, email: str) -> Person | None:
    """The member with this address, if there is one."""
    row = members_of(program).filter(person__email__iexact=email.strip()).first()
    return row.person if row else None


def members_outside(cohort: Cohort, side: str, *, text: str = "") -> QuerySet[Membership]:
    """Members who are not on this side of a cohort yet; by name, address, title or team."""
    inside = cohort.enrollments.filter(side=side).exclude(state__in=("declined", "withdrawn"))
    rows = members_of(cohort.program).exclude(person_id__in=inside.values("person_id"))
    for word in text.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(job_title__icontains=word)
            | Q(unit__name__icontains=word)
        )
    return rows
