"""The address of somebody who signs in changes by their own yes, given from the new one.

Mails with personal links go to the address of a record: whoever could rewrite it could read them.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.accounts.actions import is_address_of_another, take_address
from guildhall.accounts.models import Account
from guildhall.audit.actions import record
from guildhall.core.errors import NotVisible, WrongState
from guildhall.core.tokens import new_token, token_digest
from guildhall.directory.access import CHANGE_PERSON, WITHDRAW_ADDRESS_REQUEST
from guildhall.directory.actions.events import (
    ADDRESS_CONFIRMED,
    ADDRESS_REQUESTED,
    ADDRESS_WITHDRAWN,
    MEMBER_CHANGED,
)
from guildhall.directory.actions.members import refuse_twin, require_may_rewrite
from guildhall.directory.models import AddressRequest, Membership, Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

VALID = timedelta(days=7)
OPEN = {"confirmed_at": None, "withdrawn_at": None}


def request_address(
    *, membership: Membership, email: str, by: Actor, at: datetime
) -> tuple[AddressRequest, str]:
    """Ask a person who signs in for a new address; the row, and the secret, which is shown once.

    An earlier request of theirs is over with it. Refuses whoever may not rewrite the record, and
    an address that somebody here has. The record stays as it is.
    """
    person = membership.person
    email = email.strip().lower()
    require(CHANGE_PERSON, by, person)
    require_may_rewrite(person, by, {"email": email})
    refuse_twin(membership.organization, email=email, external_id="", besides=membership)
    token = new_token()
    with transaction.atomic():
        AddressRequest.objects.filter(person=person, **OPEN).update(withdrawn_at=at)
        row = AddressRequest.objects.create(
            person=person,
            email=email,
            digest=token_digest(token),
            asked_by_id=by.person_id,
            asked_at=at,
            expires_at=at + VALID,
        )
        house = membership.organization_id
        record(ADDRESS_REQUESTED, by=by, subject=row, at=at, organization_id=house)
    return row, token


def open_address_request(*, token: str, account: Account, at: datetime) -> AddressRequest:
    """The request behind a secret, for the one account that it is about.

    For any other account it is not there; a used, withdrawn or expired one is refused in words.
    """
    rows = AddressRequest.objects.select_related("person", "asked_by")
    row = rows.filter(digest=token_digest(token), person__account=account).first()
    if row is None:
        raise NotVisible
    if row.confirmed_at is not None:
        raise WrongState(_("This address counts already. There is nothing left to do."))
    if row.withdrawn_at is not None or row.expires_at <= at:
        raise WrongState(_("This link is no longer valid. Ask whoever sent it for a new one."))
    return row


def confirm_address(*, token: str, account: Account, at: datetime) -> Person:
    """Yes to the new address: mail goes there, and it signs in. The earlier one still does, too.

    Refuses an address with which somebody else signs in, or that a colleague has.
    """
    with transaction.atomic():
        row = open_address_request(token=token, account=account, at=at)
        person = Person.objects.select_for_update().get(pk=row.person_id)
        account = Account.objects.select_for_update().get(pk=account.pk)
        if is_address_of_another(account, row.email):
            raise WrongState(
                _("Somebody else signs in with %(email)s. Ask your coordinator for another one.")
                % {"email": row.email}
            )
        for membership in person.memberships.select_related("organization"):
            refuse_twin(
                membership.organization, email=row.email, external_id="", besides=membership
            )
        AddressRequest.objects.filter(pk=row.pk).update(confirmed_at=at)
        take_address(account, row.email)
        person.email = row.email
        person.save(update_fields=["email"])
        by = Actor(account_id=account.pk, person_id=person.pk)
        record(ADDRESS_CONFIRMED, by=by, subject=row, at=at)
    return person


def withdraw_address_request(*, row: AddressRequest, by: Actor, at: datetime) -> AddressRequest:
    """No: the address stays as it is, and the link opens nothing. By its person or by staff."""
    require(WITHDRAW_ADDRESS_REQUEST, by, row)
    with transaction.atomic():
        open_row = AddressRequest.objects.select_for_update().filter(pk=row.pk, **OPEN).first()
        if open_row is None:
            raise WrongState(_("This has been settled already. There is nothing left to do."))
        open_row.withdrawn_at = at
        open_row.save(update_fields=["withdrawn_at"])
        record(ADDRESS_WITHDRAWN, by=by, subject=open_row, at=at)
    return open_row


def follow_account(*, account: Account, at: datetime) -> Person | None:
    """Somebody made another proven address their first one: mail about programs goes there too.

    Left alone where a colleague's record has it. None where there is nothing to change.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(account=account).first()
        if person is None or person.email.lower() == account.email.lower():
            return None
        houses = person.memberships.values("organization_id")
        colleagues = Membership.objects.filter(organization_id__in=houses).exclude(person=person)
        if colleagues.filter(person__email__iexact=account.email).exists():
            return None
        person.email = account.email
        person.save(update_fields=["email"])
        by = Actor(account_id=account.pk, person_id=person.pk)
        record(MEMBER_CHANGED, by=by, subject=person, at=at)
    return person
