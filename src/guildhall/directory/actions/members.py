"""People in organizations, and their roles."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.access import (
    ADMINISTER_ORGANIZATION,
    CHANGE_PERSON,
    ORGANIZATION,
    STAFF_ORGANIZATION,
)
from guildhall.directory.actions.events import (
    MEMBER_ADDED,
    MEMBER_CHANGED,
    MEMBERSHIP_ENDED,
    ROLE_ENDED,
    ROLE_GRANTED,
)
from guildhall.directory.models import Membership, Organization, Person, RoleGrant, Unit
from guildhall.directory.role_changes import tell_ended, tell_given
from guildhall.directory.states import STAFF, Role
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
    refuse_twin(organization, email=email, external_id=external_id)
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
    """Change name, address, title, number, unit or manager. Unknown fields are refused.

    Who belongs to several organizations keeps their name, address and time zone from the staff of
    one of them; the address of whoever holds a role is changed by an administrator. Whoever signs
    in is asked for a new address first (`request_address`).
    """
    person = membership.person
    require(CHANGE_PERSON, by, person)
    require_may_rewrite(person, by, values)
    unknown = set(values) - set(PERSON_FIELDS) - set(MEMBER_FIELDS)
    if unknown:
        raise ValueError(f"A member has no {', '.join(sorted(unknown))}.")
    if values.get("manager") == person:
        raise InvalidInput(_("Nobody is their own manager."), {"manager": _("Choose another.")})
    refuse_twin(
        membership.organization,
        email=str(values.get("email", "")),
        external_id=str(values.get("external_id", "")),
        besides=membership,
    )
    _refuse_address_of_another(person, by, values)
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


def require_may_rewrite(person: Person, by: Actor, values: Mapping[str, object]) -> None:
    """Mails with personal links go to the address: whoever rewrites it could answer for them."""
    changed = {name for name in PERSON_FIELDS if name in values}
    changed = {name for name in changed if values[name] != getattr(person, name)}
    if not changed or by.is_system or by.person_id == person.pk:
        return
    present = Membership.objects.filter(person=person, ended_at__isnull=True)
    houses = set(present.values_list("organization_id", flat=True))
    if not houses <= by.scopes(ORGANIZATION, *STAFF):
        raise NotAllowed(
            _("%(name)s belongs to another organization too. Only they change name and address.")
            % {"name": person.name}
        )
    held = RoleGrant.objects.filter(membership__in=present, ended_at__isnull=True)
    administered = by.scopes(ORGANIZATION, Role.ADMINISTRATOR)
    if "email" in changed and held.exists() and not houses <= administered:
        raise NotAllowed(
            _("%(name)s holds a role. Ask an administrator to change their address.")
            % {"name": person.name}
        )


def _refuse_address_of_another(person: Person, by: Actor, values: Mapping[str, object]) -> None:
    """The last line: no way around the person's own yes, whichever page asks."""
    email = str(values.get("email") or "").lower()
    if not email or email == person.email.lower() or person.account_id is None or by.is_system:
        return
    raise NotAllowed(
        _("%(name)s signs in here. A new address counts once they have said yes to it.")
        % {"name": person.name}
    )


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """The person leaves the organization; roles end with it, history stays.

    Refuses one that has ended, the last administrator, and the last safety officer.
    """
    require(STAFF_ORGANIZATION, by, membership.organization)
    if membership.ended_at is not None:
        raise WrongState(_("This membership has ended already."))
    with transaction.atomic():
        grants = list(membership.roles.filter(ended_at__isnull=True).order_by("pk"))
        for grant in grants:
            _refuse_last(membership.organization, grant)
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        for grant in grants:
            grant.ended_at = at
            grant.save(update_fields=["ended_at"])
            tell_ended(grant, by=by, at=at)
        record(
            MEMBERSHIP_ENDED,
            by=by,
            subject=membership.person,
            at=at,
            organization_id=membership.organization_id,
        )
    return membership


def grant_role(*, membership: Membership, role: str, by: Actor, at: datetime) -> RoleGrant:
    """Give a member a role. Administrators only, and nobody makes themselves a safety officer;
    holding it already changes nothing."""
    require(ADMINISTER_ORGANIZATION, by, membership.organization)
    if role == Role.SAFETY and membership.person_id == by.person_id:
        raise NotAllowed(
            _("Nobody makes themselves a safety officer. Another administrator can name you.")
        )
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
            tell_given(grant, by=by, at=at)
    return grant


def end_role(*, grant: RoleGrant, by: Actor, at: datetime) -> RoleGrant:
    """Take a role away. Refuses to take the last administrator, or the last safety officer, from
    an organization; one that has ended already stays as it is."""
    organization = grant.membership.organization
    require(ADMINISTER_ORGANIZATION, by, organization)
    with transaction.atomic():
        grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if grant.ended_at is not None:
            return grant
        _refuse_last(organization, grant)
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
        tell_ended(grant, by=by, at=at)
    return grant


def _refuse_last(organization: Organization, grant: RoleGrant) -> None:
    """Hold those who hold the role while counting, so that two who leave at once are seen."""
    refusals = {
        Role.ADMINISTRATOR: _(
            "This is the last administrator. Name another one first, then come back."
        ),
        Role.SAFETY: _("This is the last safety officer. Name another one first, then come back."),
    }
    refusal = refusals.get(Role(grant.role))
    if refusal is None:
        return
    held = RoleGrant.objects.select_for_update(of=("self",)).filter(
        membership__organization=organization, role=grant.role, ended_at__isnull=True
    )
    if all(other.membership_id == grant.membership_id for other in held):
        raise WrongState(refusal)


def refuse_twin(
    organization: Organization,
    *,
    email: str,
    external_id: str,
    besides: Membership | None = None,
) -> None:
    """Refuse an address or a number that another member of the organization has."""
    members = Membership.objects.filter(organization=organization)
    if besides is not None:
        members = members.exclude(pk=besides.pk)
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
