"""Inviting an organization that is not here yet to take part in a program."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.audit.kinds import declare
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import ORGANIZATION, STAFF_ORGANIZATION
from guildhall.directory.actions.invitations import invite
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Invitation, Membership, Organization, Person
from guildhall.directory.states import Role
from guildhall.flows.messages import PARTNER_INVITATION
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor, Grant
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.partners import add_partner
from guildhall.programs.models import Program

PARTNER_INVITED = declare("partner_invited", "An organization was invited to be a partner.")
LONGEST_SLUG = 44


def invite_partner(
    *, program: Program, name: str, kind: str, email: str, by: Actor, at: datetime
) -> Organization:
    """A new organization takes part, and somebody there is asked by mail to look after it.

    Staff of the program's organization may. Until the mail is answered the new organization has
    nobody; asked again, it gets a new mail. Refuses the name of an organization that is here.
    """
    require(CHANGE_PROGRAM, by, program)
    require(STAFF_ORGANIZATION, by, program.organization)
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("The organization needs a name."), {"name": _("Write its name.")})
    with transaction.atomic():
        # Two coordinators who invite the same name at once wait for each other.
        Organization.objects.select_for_update().get(pk=program.organization_id)
        partner = _pending(program, name) or add_organization(
            name=name,
            slug=_free_slug(name),
            kind=kind,
            time_zone=program.organization.time_zone,
            at=at,
        )
        add_partner(program=program, organization=partner, by=by, at=at)
        invitation, token = invite(
            organization=partner,
            email=email,
            role=Role.ADMINISTRATOR,
            by=_founder(by, partner),
            at=at,
        )
        _mail(invitation, token, program, by=by, at=at)
        record(
            PARTNER_INVITED,
            by=by,
            subject=program,
            at=at,
            organization_id=program.organization_id,
            partner=partner.pk,
        )
    return partner


def _pending(program: Program, name: str) -> Organization | None:
    """One of this name that the same house invited, and that nobody has joined."""
    found = Organization.objects.filter(name__iexact=name).order_by("pk").first()
    if found is None:
        return None
    here = Membership.objects.filter(organization_id=program.organization_id, ended_at__isnull=True)
    own = Q(invited_by__in=here.values("person_id"))
    if not found.memberships.exists() and found.invitations.filter(own).exists():
        return found
    raise InvalidInput(
        _("An organization of this name is here already."),
        {"name": _("Find it in the list above, or give the full name of the one you mean.")},
    )


def _founder(by: Actor, partner: Organization) -> Actor:
    """Whoever founds an organization may name the first person to look after it, and no more."""
    grant = Grant(ORGANIZATION, partner.pk, Role.ADMINISTRATOR)
    return replace(by, grants=by.grants | {grant})


def _mail(invitation: Invitation, token: str, program: Program, *, by: Actor, at: datetime) -> None:
    inviter = Person.objects.filter(pk=by.person_id or 0).first()
    assert invitation.person is not None
    send(
        PARTNER_INVITATION.key,
        to=invitation.person,
        values={
            "inviter": inviter.name if inviter else program.organization.name,
            "program": program.name,
            "partner": invitation.organization.name,
            "until": full_day(invitation.expires_at),
        },
        key=f"partner_invitation:{invitation.pk}",
        at=at,
        organization=program.organization,
        about=f"invitation:{invitation.pk}",
        path=f"/invitation/{token}/",
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:LONGEST_SLUG] or "partner"
    number, slug = 1, stem
    while Organization.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
