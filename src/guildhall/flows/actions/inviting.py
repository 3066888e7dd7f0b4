"""Inviting somebody, and the mail that tells them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.directory.actions.invitations import invite
from guildhall.directory.models import Invitation, Organization, Person
from guildhall.flows.messages import INVITATION
from guildhall.notify.actions.outbox import send
from guildhall.permissions.actor import Actor


def invite_by_mail(
    *, organization: Organization, email: str, role: str = "", by: Actor, at: datetime
) -> Invitation:
    """Invite, and write the mail in the same transaction.

    The link stands in the mail and in its row; whoever reads it there cannot use it, because
    accepting asks for a proven sign-in with the address that was invited.
    """
    with transaction.atomic():
        invitation, token = invite(organization=organization, email=email, role=role, by=by, at=at)
        inviter = Person.objects.filter(pk=by.person_id or 0).first()
        assert invitation.person is not None
        send(
            INVITATION.key,
            to=invitation.person,
            values={
                "inviter": inviter.name if inviter else organization.name,
                "as_role": _("as %(role)s") % {"role": invitation.get_role_display().lower()}
                if role
                else "",
                "until": full_day(invitation.expires_at),
            },
            key=f"invitation:{invitation.pk}",
            at=at,
            organization=organization,
            about=f"invitation:{invitation.pk}",
            path=f"/invitation/{token}/",
        )
    return invitation
