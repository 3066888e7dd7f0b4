"""Asking somebody to sign in and join."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.accounts.models import Account
from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.core.tokens import new_token, token_digest
from guildhall.directory.access import (
    ADMINISTER_ORGANIZATION,
    SEE_ORGANIZATION,
    STAFF_ORGANIZATION,
)
from guildhall.directory.actions.events import (
    INVITATION_ACCEPTED,
    INVITATION_REVOKED,
    PERSON_INVITED,
    ROLE_GRANTED,
)
from guildhall.directory.models import Invitation, Membership, Organization, Person, RoleGrant
from guildhall.directory.role_changes import tell_given
from guildhall.directory.states import Role
from guildhall.permissions.access import may, require
from guildhall.permissions.actor import Actor

VALID = timedelta(days=14)


def invite(
    *, organization: Organization, email: str, role: str = "", by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """An invitation and its secret, which is shown once. A role asks for an administrator.

    Inviting the same address again takes the open invitation back: only the newest link works.
    """
    require(ADMINISTER_ORGANIZATION if role else STAFF_ORGANIZATION, by, organization)
    return _invite(organization, email, role=role, by=by, at=at)


def invite_colleague(
    *, organization: Organization, email: str, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """A member invites somebody of their own house; the caller writes the mail. A role that an
    administrator promised in an open invitation stays promised.

    Refuses an address that is not of the member's own domain, and whoever has left: they are
    invited by a coordinator.
    """
    require(SEE_ORGANIZATION, by, organization)
    own = Person.objects.filter(pk=by.person_id or 0).values_list("email", flat=True).first() or ""
    members = Membership.objects.filter(organization=organization, ended_at__isnull=False)
    has_left = members.filter(person__email__iexact=email.strip()).exists()
    is_near = _domain(email) == _domain(own) and not has_left
    if not is_near and not may(STAFF_ORGANIZATION, by, organization):
        words = _("Nobody here has this address. For somebody of another house, ask a coordinator.")
        raise InvalidInput(words, {"who": words})
    return _invite(organization, email, role=None, by=by, at=at)


def _domain(email: str) -> str:
    return email.strip().lower().rpartition("@")[2]


def _invite(
    organization: Organization, email: str, *, role: str | None, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """A role of None keeps the one of the open invitation."""
    email = email.strip().lower()
    token = new_token()
    with transaction.atomic():
        earlier = Invitation.objects.filter(
            organization=organization, email=email, accepted_at=None, revoked_at=None
        ).select_related("person")
        # What waits for the person whom an earlier link expected waits for them still.
        expected = earlier[0].person if earlier else None
        if role is None:
            role = earlier[0].role if earlier else ""
        earlier.update(revoked_at=at)
        member = Membership.objects.filter(organization=organization, person__email__iexact=email)
        known = member.select_related("person").first()
        invitation = Invitation.objects.create(
            organization=organization,
            person=known.person if known else expected or _expected(organization, email, at),
            email=email,
            role=role,
            digest=token_digest(token),
            invited_by_id=by.person_id,
            invited_at=at,
            expires_at=at + VALID,
        )
        record(PERSON_INVITED, by=by, subject=invitation, at=at, organization_id=organization.pk)
    return invitation, token


def open_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation behind a secret. Refuses a used, revoked or expired one in words."""
    invitation = Invitation.objects.filter(digest=token_digest(token)).first()
    if invitation is None:
        raise NotVisible
    if invitation.accepted_at:
        raise WrongState(_("This invitation has been used. Sign in instead."))
    if invitation.revoked_at or invitation.expires_at <= at:
        raise WrongState(_("This invitation is no longer valid. Ask for a new one."))
    return invitation


def accept_invitation(*, token: str, account: Account, at: datetime) -> Person:
    """Join: ties the account to the person invited, and gives the role that was promised.

    Refuses an account with another address: a forwarded link must not let a stranger in; and
    whoever invited themselves as a safety officer.
    """
    with transaction.atomic():
        invitation = open_invitation(token=token, at=at)
        if invitation.email != account.email:
            raise WrongState(
                _("This invitation was sent to another address. Sign in with that one.")
            )
        person = _person_of(invitation, account, at)
        membership, _is_new = Membership.objects.update_or_create(
            organization=invitation.organization,
            person=person,
            defaults={"ended_at": None},
            create_defaults={"started_at": at},
        )
        by = Actor(account_id=account.pk, person_id=person.pk)
        if invitation.role:
            _give_role(invitation, membership, by=by, at=at)
        invitation.accepted_at, invitation.person = at, person
        invitation.save(update_fields=["accepted_at", "person"])
        record(
            INVITATION_ACCEPTED,
            by=by,
            subject=invitation,
            at=at,
            organization_id=invitation.organization_id,
        )
    return person


def _give_role(invitation: Invitation, membership: Membership, *, by: Actor, at: datetime) -> None:
    if invitation.role == Role.SAFETY and invitation.invited_by_id == membership.person_id:
        raise WrongState(
            _("Nobody makes themselves a safety officer. Another administrator can name you.")
        )
    grant, is_new = RoleGrant.objects.get_or_create(
        membership=membership,
        role=invitation.role,
        ended_at=None,
        defaults={"granted_at": at},
    )
    if is_new:
        organization_id = membership.organization_id
        record(
            ROLE_GRANTED,
            by=by,
            subject=membership.person,
            at=at,
            organization_id=organization_id,
            role=grant.role,
        )
        tell_given(grant, by=by, at=at)


def revoke_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """Take an open invitation back."""
    require(STAFF_ORGANIZATION, by, invitation.organization)
    if invitation.accepted_at:
        raise WrongState(_("This invitation has been used already."))
    with transaction.atomic():
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        record(
            INVITATION_REVOKED,
            by=by,
            subject=invitation,
            at=at,
            organization_id=invitation.organization_id,
        )
    return invitation


def _person_of(invitation: Invitation, account: Account, at: datetime) -> Person:
    own = Person.objects.filter(account=account).first()
    if own is not None:
        return own
    person = invitation.person
    if person is None or person.account_id is not None:
        person = _expected(invitation.organization, account.email, at)
    person.account = account
    person.save(update_fields=["account"])
    return person


def _expected(organization: Organization, email: str, at: datetime) -> Person:
    """A record for somebody who is not here yet. It belongs nowhere until they accept."""
    given, _dot, family = email.partition("@")[0].partition(".")
    return Person.objects.create(
        given_name=given.capitalize(),
        family_name=family.capitalize(),
        email=email,
        time_zone=organization.time_zone,
        created_at=at,
    )
