"""Whose people an actor lists: those of organizations that they read, and a manager's team."""

from django.db.models import Q, QuerySet

from guildhall.directory.access import ORGANIZATION, READ_MEMBERS
from guildhall.directory.models import Membership, Organization
from guildhall.directory.states import READERS, STAFF, Role
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.web.shared.request import HallRequest

LISTING_ROLES = {"coordinator", "administrator", "viewer", "screener", "manager"}


def lists_people(request: HallRequest) -> bool:
    """Whether the list of people is a page for this actor: staff of any kind, and managers."""
    return bool({grant.role for grant in request.actor.grants} & LISTING_ROLES)


def staffs_people(request: HallRequest) -> bool:
    """Whether the actor may bring people into any organization."""
    return request.actor.holds_any(ORGANIZATION, *STAFF)


def read_houses(actor: Actor) -> list[Organization]:
    """The organizations whose members the actor reads, by name."""
    return list(visible_to(READ_MEMBERS, actor).order_by("name"))


def listed_memberships(actor: Actor) -> QuerySet[Membership]:
    """The memberships by which people come into the actor's list, former ones included."""
    reach = Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS))
    managed = actor.scopes(ORGANIZATION, Role.MANAGER)
    if managed and actor.person_id is not None:
        reach |= Q(manager_id=actor.person_id, organization_id__in=managed)
    return Membership.objects.filter(reach)


def shown_memberships(actor: Actor, person_id: int) -> QuerySet[Membership]:
    """The memberships of one person that the actor may know of: all of one's own, else the listed.

    Whoever works for one organization never learns here that somebody belongs to another.
    """
    own = actor.person_id == person_id
    rows = Membership.objects.all() if own else listed_memberships(actor)
    return (
        rows.filter(person_id=person_id)
        .select_related("organization", "unit__site", "manager")
        .order_by("ended_at", "pk")
    )
