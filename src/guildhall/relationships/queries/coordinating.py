"""Who coordinates a pair."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from guildhall.directory.models import Person
from guildhall.directory.states import Role
from guildhall.programs.models import ProgramGrant
from guildhall.programs.states import ProgramRole
from guildhall.relationships.models import Relationship


def coordinators_of(row: Relationship) -> list[Person]:
    """Those of its program, and where it has none of its own those of the organization."""
    programs = [row.program_id] if row.program_id else []
    return coordinators_in(programs, row.organization_id)


def coordinators_in(
    programs: Collection[int] | QuerySet[Any, Any],
    organization_id: int,
    *,
    but: Collection[int] = (),
    or_else: tuple[Role, ...] = (Role.COORDINATOR,),
) -> list[Person]:
    """Those of these programs; where there are none, the first of these roles of the organization
    that somebody holds. Never the people named in `but`."""
    grants = ProgramGrant.objects.filter(
        program__in=programs, role=ProgramRole.COORDINATOR, ended_at__isnull=True
    )
    people = Person.objects.exclude(pk__in=but).order_by("pk")
    found = list(people.filter(pk__in=grants.values("person_id")))
    for role in or_else:
        found = found or [
            one for one in house_coordinators(organization_id, role) if one.pk not in but
        ]
    return found


def house_coordinators(organization_id: int, role: Role = Role.COORDINATOR) -> list[Person]:
    """The coordinators of an organization, or whoever else holds this role in it."""
    house = Person.objects.filter(
        memberships__organization_id=organization_id,
        memberships__ended_at__isnull=True,
        memberships__roles__role=role,
        memberships__roles__ended_at__isnull=True,
    )
    return list(house.distinct().order_by("pk"))
