"""A person's record as the page shows it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise

from guildhall.core.dates import time_of_day
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.directory.states import STAFF, Role
from guildhall.permissions.actor import Actor
from guildhall.web.people.reach import shown_memberships


@dataclass(frozen=True)
class MembershipShown:
    """One membership with its roles, and what the actor may do about it."""

    membership: Membership
    is_staffed: bool
    is_administered: bool
    grants: list[RoleGrant] = field(default_factory=list)

    @property
    def free_roles(self) -> list[tuple[str, str | Promise]]:
        """Roles that could still be given."""
        held = {grant.role for grant in self.grants}
        return [(role.value, role.label) for role in Role if role.value not in held]


def memberships_shown(actor: Actor, person: Person) -> list[MembershipShown]:
    """Those that the actor may know of, present ones first; two queries."""
    rows = sorted(
        shown_memberships(actor, person.pk), key=lambda row: (row.ended_at is not None, row.pk)
    )
    grants: dict[int, list[RoleGrant]] = defaultdict(list)
    held = RoleGrant.objects.filter(membership__in=rows, ended_at__isnull=True)
    for grant in held.order_by("granted_at", "pk"):
        grants[grant.membership_id].append(grant)
    staffed = actor.scopes(ORGANIZATION, *STAFF)
    administered = actor.scopes(ORGANIZATION, Role.ADMINISTRATOR)
    return [
        MembershipShown(
            membership=row,
            is_staffed=row.organization_id in staffed,
            is_administered=row.organization_id in administered and row.ended_at is None,
            grants=grants[row.pk],
        )
        for row in rows
    ]


def time_there(person: Person, reader: Person, *, at: datetime) -> str:
    """The time of day where the person is; empty where the reader's clock shows the same."""
    there, here = (
        at.astimezone(ZoneInfo(person.time_zone)),
        at.astimezone(ZoneInfo(reader.time_zone)),
    )
    if there.utcoffset() == here.utcoffset():
        return ""
    return f"{date_format(there, 'D')} {time_of_day(there)}"
