"""Who coordinates a pair."""

from guildhall.directory.models import Person
from guildhall.directory.states import Role
from guildhall.programs.states import ProgramRole
from guildhall.relationships.models import Relationship


def coordinators_of(row: Relationship) -> list[Person]:
    """Those of its program, and where it has none of its own those of the organization."""
    own = Person.objects.filter(
        program_grants__program_id=row.program_id or 0,
        program_grants__role=ProgramRole.COORDINATOR,
        program_grants__ended_at__isnull=True,
    )
    return list(own.distinct().order_by("pk")) or house_coordinators(row.organization_id)


def house_coordinators(organization_id: int, role: Role = Role.COORDINATOR) -> list[Person]:
    """The coordinators of an organization, or whoever else holds this role in it."""
    house = Person.objects.filter(
        memberships__organization_id=organization_id,
        memberships__ended_at__isnull=True,
        memberships__roles__role=role,
        memberships__roles__ended_at__isnull=True,
    )
    return list(house.distinct().order_by("pk"))
