"""Reads of organizations."""

from dataclasses import dataclass

from django.db.models import QuerySet

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Invitation, Organization, RoleGrant
from guildhall.directory.states import STAFF, Role
from guildhall.permissions.actor import Actor


def staffed_organizations(actor: Actor) -> QuerySet[Organization]:
    """Those in which the actor may bring people and programs in."""
    return Organization.objects.filter(pk__in=actor.scopes(ORGANIZATION, *STAFF))


def administered_organizations(actor: Actor) -> QuerySet[Organization]:
    """Those that the actor may change."""
    return Organization.objects.filter(pk__in=actor.scopes(ORGANIZATION, Role.ADMINISTRATOR))


@dataclass(frozen=True)
class Staff:
    """Who holds which role in an organization."""

    grants: list[RoleGrant]
    invitations: list[Invitation]


def staff_of(organization: Organization) -> Staff:
    """Present roles and open invitations."""
    grants = RoleGrant.objects.filter(
        membership__organization=organization,
        membership__ended_at__isnull=True,
        ended_at__isnull=True,
    ).select_related("membership__person", "membership__unit")
    invitations = organization.invitations.filter(accepted_at=None, revoked_at=None)
    return Staff(
        grants=list(grants.order_by("role", "membership__person__family_name")),
        invitations=list(invitations[:100]),
    )
