"""Who may see and change what in the directory."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from guildhall.directory.models import AddressRequest, Membership, Organization, Person, RoleGrant
from guildhall.directory.states import READERS, STAFF, Role
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor, Grant, grant_source

ORGANIZATION = "organization"
MEMBER = "member"


@grant_source
def organization_grants(person_id: int) -> Iterable[Grant]:
    """Membership and roles, in one query each."""
    memberships = Membership.objects.filter(person_id=person_id, ended_at__isnull=True)
    for pk in memberships.values_list("organization_id", flat=True):
        yield Grant(ORGANIZATION, pk, MEMBER)
    roles = RoleGrant.objects.filter(
        membership__person_id=person_id,
        membership__ended_at__isnull=True,
        ended_at__isnull=True,
    )
    for organization_id, role in roles.values_list("membership__organization_id", "role"):
        yield Grant(ORGANIZATION, organization_id, role)


def members_of(organization_ids: Iterable[int]) -> Q:
    """People who belong, or belonged, to one of these organizations."""
    # Asked row by row: a set of all members would be built anew for each page.
    inside = Membership.objects.filter(person_id=OuterRef("pk"))
    return Q(Exists(inside.filter(organization_id__in=organization_ids)))


def _own_organizations(actor: Actor) -> Q:
    return Q(pk__in=actor.scopes(ORGANIZATION, MEMBER))


def _staffed_organizations(actor: Actor) -> Q:
    return Q(pk__in=actor.scopes(ORGANIZATION, *STAFF))


def _administered_organizations(actor: Actor) -> Q:
    return Q(pk__in=actor.scopes(ORGANIZATION, Role.ADMINISTRATOR))


def _known_people(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    reports = Membership.objects.filter(
        manager_id=actor.person_id,
        organization_id__in=actor.scopes(ORGANIZATION, Role.MANAGER),
        ended_at__isnull=True,
    )
    return (
        Q(pk=actor.person_id)
        | members_of(actor.scopes(ORGANIZATION, *READERS))
        | Q(pk__in=reports.values("person_id"))
    ) & Q(merged_into__isnull=True)


def _changeable_people(actor: Actor) -> Q:
    return (Q(pk=actor.person_id or 0) | members_of(actor.scopes(ORGANIZATION, *STAFF))) & Q(
        merged_into__isnull=True
    )


SEE_ORGANIZATION = declare(
    Access(
        "organization.see",
        "Members see their own organizations.",
        Organization,
        _own_organizations,
    )
)
READ_MEMBERS = declare(
    Access(
        "organization.read_members",
        "Coordinators, administrators and read-only staff see who belongs to their organization.",
        Organization,
        lambda actor: Q(pk__in=actor.scopes(ORGANIZATION, *READERS)),
        read=SEE_ORGANIZATION,
    )
)
STAFF_ORGANIZATION = declare(
    Access(
        "organization.staff",
        "Coordinators and administrators bring people and programs into their organization.",
        Organization,
        _staffed_organizations,
        read=SEE_ORGANIZATION,
    )
)
ADMINISTER_ORGANIZATION = declare(
    Access(
        "organization.administer",
        "Administrators change their organization, its places and its roles.",
        Organization,
        _administered_organizations,
        read=SEE_ORGANIZATION,
    )
)
SEE_PERSON = declare(
    Access(
        "person.see",
        "People see themselves; coordinators, administrators and read-only staff see the members"
        " of their organization; managers see their own reports.",
        Person,
        _known_people,
    )
)
CHANGE_PERSON = declare(
    Access(
        "person.change",
        "People change their own record; coordinators and administrators change those of members.",
        Person,
        _changeable_people,
        read=SEE_PERSON,
    )
)
CONFIRM_ADDRESS_REQUEST = declare(
    Access(
        "address_request.confirm",
        "People see what was asked about their own address, and say yes to it.",
        AddressRequest,
        lambda actor: Q(person_id=actor.person_id or 0),
    )
)
WITHDRAW_ADDRESS_REQUEST = declare(
    Access(
        "address_request.withdraw",
        "People say no to a new address; coordinators and administrators take back what was asked"
        " of a member.",
        AddressRequest,
        lambda actor: Q(person__in=Person.objects.filter(_changeable_people(actor))),
    )
)
