"""People in organizations, and their roles."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import ADMINISTER_ORGANIZATION, CHANGE_PERSON, STAFF_ORGANIZATION
from guildhall.directory.actions.events import (
    MEMBER_ADDED,
    MEMBER_CHANGED,
    MEMBERSHIP_ENDED,
    ROLE_ENDED,
    ROLE_GRANTED,
)
from guildhall.directory.models import Membership, Organization, Person, RoleGrant, Unit
from guildhall.directory.states import Role
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

PERSON_FIELDS = ("given_name", "family_name", "email", "time_zone")
MEMBER_FIELDS = ("job_title", "external_id", "unit", "manager", "details")


def add_member(
    *,
    organization: Organization,
    given_name: str,
    family_name: str = "",
    email: str = "",
    by: Actor,
    at: datetime,
    job_title: str = "",
    external_id: str = "",
    unit: Unit | None = None,
    manager: Person | None = None,
) -> Membership:
    """A new record of a person in this organization.

    Refuses an address or number that a member already has. A record elsewhere with the same
    address is left alone: only its owner, by signing in, may tie the two together.
    """
    require(STAFF_ORGANIZATION, by, organization)
    email = email.strip().lower()
    _refuse_twin(organization, email=email, external_id=external_id)
    with transaction.atomic():
        person = Person.objects.create(
            given_name=given_name,
            family_name=family_name,
            email=email,
            time_zone=organization.time_zone,
            created_at=at,
        )
        membership = Membership.objects.create(
            organization=organization,
            person=person,
            unit=unit,
            manager=manager,
            job_title=job_title,
            external_id=external_id,
            started_at=at,
        )
        record(MEMBER_ADDED, by=by, subject=person, at=at, organization_id=organization.pk)
    return membership


def change_member(
    *, membership: Membership, by: Actor, at: datetime, **values: object
) -> Membership:
    """Change name, address, title, number, unit or manager. Unknown fields are refused."""
    person = membership.person
    require(CHANGE_PERSON, by, person)
    unknown = set(values) - set(PERSON_FIELDS) - set(MEMBER_FIELDS)
    if unknown:
        raise ValueError(f"A member has no {', '.join(sorted(unknown))}.")
    if values.get("manager") == person:
        raise InvalidInput(_("Nobody is their own manager."), {"manager": _("Choose another.")})
    with transaction.atomic():
        for row, fields in ((person, PERSON_FIELDS), (membership, MEMBER_FIELDS)):
            changed = [name for name in fields if name in values]
            for name in changed:
                setattr(row, name, values[name])
            if changed:
                row.save(update_fields=changed)
        organization_id = membership.organization_id
        record(MEMBER_CHANGED, by=by, subject=person, at=at, organization_id=organization_id)
    return membership


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """The person leaves the organization; roles end with it, history stays."""
    require(STAFF_ORGANIZATION, by, membership.organization)
    with transaction.atomic():
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        membership.roles.filter(ended_at__isnull=True).update(ended_at=at)
        record(
            MEMBERSHIP_ENDED,
            by=by,
            subject=membership.person,
            at=at,
            organization_id=membership.organization_id,
        )
    return membership


def grant_role(*, membership: Membership, role: str, by: Actor, at: datetime) -> RoleGrant:
    """Give a member a role. Administrators only; holding it already changes nothing."""
    require(ADMINISTER_ORGANIZATION, by, membership.organization)
    with transaction.atomic():
        grant, is_new = RoleGrant.objects.get_or_create(
            membership=membership, role=Role(role), ended_at=None, defaults={"granted_at": at}
        )
        if is_new:
            record(
                ROLE_GRANTED,
                by=by,
                subject=membership.person,
                at=at,
                organization_id=membership.organization_id,
                role=role,
            )
    return grant


def end_role(*, grant: RoleGrant, by: Actor, at: datetime) -> RoleGrant:
    """Take a role away. Refuses to take the last administrator from an organization."""
    organization = grant.membership.organization
    require(ADMINISTER_ORGANIZATION, by, organization)
    with transaction.atomic():
        if grant.role == Role.ADMINISTRATOR:
            others = RoleGrant.objects.select_for_update().filter(
                membership__organization=organization,
                role=Role.ADMINISTRATOR,
                ended_at__isnull=True,
            )
            if len(others.exclude(pk=grant.pk)) == 0:
                raise WrongState(
                    _("This is the last administrator. Name another one first, then come back.")
                )
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        person = grant.membership.person
        record(
            ROLE_ENDED,
            by=by,
            subject=person,
            at=at,
            organization_id=organization.pk,
            role=grant.role,
        )
    return grant


def _refuse_twin(organization: Organization, *, email: str, external_id: str) -> None:
    members = Membership.objects.filter(organization=organization)
    if email and members.filter(person__email__iexact=email).exists():
        raise InvalidInput(
            _("Somebody here already has this e-mail address."),
            {"email": _("Open their record instead, or use another address.")},
        )
    if external_id and members.filter(external_id=external_id).exists():
        raise InvalidInput(
            _("Somebody here already has this number."),
            {"external_id": _("Open their record instead, or correct the number.")},
        )
