"""The partners of a program, and organizations that could be one."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guildhall.directory.models import Membership, Organization
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import LIVE

SHORTEST, MOST = 2, 8


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """`people` take part; `is_waiting`: it was invited, and nobody there has answered yet."""

    organization: Organization
    people: int
    is_waiting: bool


def partners_of_program(program: Program) -> list[PartnerRow]:
    """Each partner with how many of its people take part."""
    members = Membership.objects.filter(organization=OuterRef("pk"))
    partners = list(program.partners.annotate(has_members=Exists(members)))
    taking_part = Enrollment.objects.filter(cohort__program=program, state__in=LIVE)
    counted = Membership.objects.filter(
        organization__in=partners,
        ended_at__isnull=True,
        person_id__in=taking_part.values("person_id"),
    )
    people = dict(counted.order_by().values_list("organization_id").annotate(Count("person_id")))
    return [PartnerRow(row, people.get(row.pk, 0), not row.has_members) for row in partners]


def possible_partners(program: Program, words: str) -> QuerySet[Organization]:
    """Organizations by a part of their name, the first eight; none for less than two letters."""
    words = " ".join(words.split())
    if len(words) < SHORTEST:
        return Organization.objects.none()
    members = Membership.objects.filter(organization=OuterRef("pk"))
    taken = Q(pk=program.organization_id) | Q(pk__in=program.partners.values("pk"))
    rows = Organization.objects.filter(Exists(members), name__icontains=words).exclude(taken)
    return rows.order_by("name")[:MOST]
