"""Who reads a report, and who hears that somebody asks for a person."""

from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.directory.models import Organization, Person, RoleGrant
from guildhall.directory.states import Role
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.coordinating import coordinators_in
from guildhall.safety.access import HANDLING, held_roles, present_readers
from guildhall.safety.models import LeftOut, Worry
from guildhall.safety.states import WorryState


def holders_of(organization: Organization, role: str) -> list[Person]:
    """Who holds a role in an organization, by name."""
    return list(_holders(organization.pk, role))


def could_read(organization: Organization, *, besides: Collection[int]) -> list[RoleGrant]:
    """Whom a reporter may choose from: the officers, then the administrators; nobody of `besides`,
    and each person once, by the first of their roles."""
    found: dict[int, RoleGrant] = {}
    for role in HANDLING:
        held = held_roles(role).filter(membership__organization=organization)
        rows = held.exclude(membership__person__in=besides).select_related(
            "membership__person", "membership__organization"
        )
        for grant in rows.order_by("membership__person__family_name", "membership__person", "pk"):
            found.setdefault(grant.membership.person_id, grant)
    return list(found.values())


def usual_readers(grants: Sequence[RoleGrant]) -> list[RoleGrant]:
    """Whom of these a worry goes to where nothing is said: the officers, or else all."""
    officers = [grant for grant in grants if grant.role == Role.SAFETY]
    return officers or list(grants)


def would_read(organization: Organization, *, besides: Collection[int]) -> list[Person]:
    """Who reads a new report where nothing is said."""
    grants = usual_readers(could_read(organization, besides=besides))
    return [grant.membership.person for grant in grants]


def readers_of(worry: Worry) -> list[Person]:
    """Who handles a worry now; empty where nobody who may is left."""
    rows = present_readers().filter(worry=worry).select_related("grant__membership__person")
    return [row.grant.membership.person for row in rows]


def parts_of(worry: Worry) -> set[int]:
    """Whoever is part of it and never reads it as an officer: all of the pair, and its reporter."""
    own = Party.objects.filter(relationship=worry.relationship_id or 0)
    ids = set(own.values_list("person_id", flat=True))
    return ids | ({worry.reporter_id} if worry.reporter_id is not None else set())


def could_be_handed(worry: Worry) -> list[RoleGrant]:
    """Officers to whom a reader may hand it over: nobody left out, and nobody who reads it."""
    left_out = LeftOut.objects.filter(worry=worry).values_list("person_id", flat=True)
    besides = {*left_out, *parts_of(worry), *(person.pk for person in readers_of(worry))}
    grants = could_read(worry.organization, besides=besides)
    return [grant for grant in grants if grant.role == Role.SAFETY]


def worries_of_nobody(organization: Organization) -> list[Worry]:
    """Open worries of an organization that nobody may read now; two queries."""
    read = present_readers().filter(worry=OuterRef("pk"))
    rows = Worry.objects.filter(~Exists(read), organization=organization)
    return list(rows.exclude(state=WorryState.CLOSED).select_related("reporter").order_by("pk"))


def has_officer(organization_ids: Collection[int]) -> set[int]:
    """Of these organizations, those that have named a safety officer; one query."""
    held = held_roles(Role.SAFETY).filter(membership__organization__in=organization_ids)
    return set(held.values_list("membership__organization_id", flat=True))


def coordinators_for(relationship: Relationship) -> list[Person]:
    """The coordinators of the pair's program, else of its organization, else administrators.

    Nobody who is of the pair.
    """
    return coordinators_in(
        [relationship.program_id or 0],
        relationship.organization_id,
        but=list(relationship.parties.values_list("person_id", flat=True)),
        or_else=(Role.COORDINATOR, Role.ADMINISTRATOR),
    )


def _holders(organization_id: int, role: str) -> QuerySet[Person]:
    held = held_roles(role).filter(membership__organization=organization_id)
    return Person.objects.filter(pk__in=held.values("membership__person_id"))
