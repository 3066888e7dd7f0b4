"""Who reads a report, and who hears that somebody asks for a person."""

from collections.abc import Collection

from django.db.models import QuerySet

from guildhall.directory.models import Organization, Person
from guildhall.directory.states import Role
from guildhall.programs.models import ProgramGrant
from guildhall.programs.states import ProgramRole
from guildhall.relationships.models import Party, Relationship
from guildhall.safety.access import held_roles
from guildhall.safety.models import LeftOut, Worry


def officers_of(organization: Organization) -> list[Person]:
    """The safety officers of an organization by name."""
    return list(_holders(organization.pk, Role.SAFETY))


def would_read(organization: Organization, *, besides: Collection[int]) -> list[Person]:
    """Who reads a new report: the officers, or else the administrators; nobody of `besides`."""
    for role in (Role.SAFETY, Role.ADMINISTRATOR):
        found = list(_holders(organization.pk, role).exclude(pk__in=besides))
        if found:
            return found
    return []


def readers_of(worry: Worry) -> list[Person]:
    """Who handles a worry now; empty where everybody who could is part of it."""
    left_out = LeftOut.objects.filter(worry=worry).values_list("person_id", flat=True)
    return would_read(worry.organization, besides=set(left_out))


def has_officer(organization_ids: Collection[int]) -> set[int]:
    """Of these organizations, those that have named a safety officer; one query."""
    held = held_roles(Role.SAFETY).filter(membership__organization__in=organization_ids)
    return set(held.values_list("membership__organization_id", flat=True))


def coordinators_for(relationship: Relationship) -> list[Person]:
    """The coordinators of the pair's program, else of its organization, else administrators.

    Nobody who is of the pair.
    """
    own = set(Party.objects.filter(relationship=relationship).values_list("person_id", flat=True))
    grants = ProgramGrant.objects.filter(
        program=relationship.program_id or 0, role=ProgramRole.COORDINATOR, ended_at__isnull=True
    )
    of_program = Person.objects.filter(pk__in=grants.values("person_id")).exclude(pk__in=own)
    found = list(of_program)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        found = found or list(_holders(relationship.organization_id, role).exclude(pk__in=own))
    return found


def _holders(organization_id: int, role: str) -> QuerySet[Person]:
    held = held_roles(role).filter(membership__organization=organization_id)
    return Person.objects.filter(pk__in=held.values("membership__person_id"))
