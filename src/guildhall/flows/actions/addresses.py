"""Changing a record, and telling somebody whose address is to change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.directory.actions.addresses import request_address
from guildhall.directory.actions.members import change_member
from guildhall.directory.models import AddressRequest, Membership, Person
from guildhall.flows.messages import ADDRESS_ASKED
from guildhall.notify.actions.immediate import send_now
from guildhall.notify.actions.outbox import send
from guildhall.permissions.actor import Actor


def change_record(
    *, membership: Membership, by: Actor, at: datetime, **values: object
) -> AddressRequest | None:
    """Change what an organization knows of a member; returns what waits for the person's yes.

    The address of somebody who signs in stays: a link goes to the new one, a notice to the old
    one. Everybody else's changes at once. Refuses what `change_member` refuses, and a mail that
    could not be sent.
    """
    person = membership.person
    email = str(values.get("email", "")).strip().lower()
    is_asked = bool(email) and person.account_id is not None and email != person.email.lower()
    if not is_asked:
        change_member(membership=membership, by=by, at=at, **values)
        return None
    others = {name: value for name, value in values.items() if name != "email"}
    with transaction.atomic():
        change_member(membership=membership, by=by, at=at, **others)
        row, token = request_address(membership=membership, email=email, by=by, at=at)
        _tell(row, token, membership, at=at)
    return row


def _tell(row: AddressRequest, token: str, membership: Membership, *, at: datetime) -> None:
    asker = Person.objects.filter(pk=row.asked_by_id or 0).first()
    words = {
        "asker": asker.name if asker else membership.organization.name,
        "organization": membership.organization.name,
        "new_address": row.email,
        "until": full_day(row.expires_at),
    }
    send(
        ADDRESS_ASKED.key,
        to=row.person,
        values={name: words[name] for name in ("asker", "new_address", "until")},
        key=f"{ADDRESS_ASKED.key}:{row.pk}",
        at=at,
        organization=membership.organization,
        about=f"address:{row.pk}",
        path=f"/address-requests/{row.pk}/",
    )
    # Last, because it cannot be taken back; and never stored, because its link is a secret.
    send_now(
        row.email,
        subject=_("Is this your address at %(organization)s?") % words,
        text=_(
            "%(asker)s of %(organization)s wants to reach you at this address, and you would sign"
            " in with it. Nothing changes before you say yes: open the link, and sign in as you do"
            " now.\n\nThe link works until %(until)s. If this means nothing to you, leave it."
        )
        % words,
        button=_("Say yes or no"),
        path=f"/address/{token}/",
        reason=_("%(organization)s entered your address") % words,
        at=at,
    )
