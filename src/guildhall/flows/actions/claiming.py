"""A proven e-mail address claims the records that carry it."""

from datetime import datetime

from django.db import transaction

from guildhall.accounts.models import Account
from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.directory.actions.events import RECORDS_CLAIMED
from guildhall.directory.models import Person
from guildhall.flows.actions.merging import join_records
from guildhall.permissions.actor import Actor


def claim_records(*, account: Account, at: datetime) -> Person | None:
    """Tie the records with this account's address to the account; returns the person.

    Whoever proves an address is the human being behind every record that carries it, in whatever
    organization. Records beyond the first are merged into it, unless two of them are paired with
    each other: those stay apart for a person to look at. None where there is no record. Nobody is
    told. Call it only with an address that was proven: by a code, a link, or a second factor.
    """
    with transaction.atomic():
        own = Person.objects.select_for_update().filter(account=account).first()
        found = list(
            Person.objects.select_for_update()
            .filter(email__iexact=account.email, account__isnull=True, merged_into__isnull=True)
            .order_by("pk")
        )
        if own is None:
            if not found:
                return None
            own = found.pop(0)
            own.account = account
            own.save(update_fields=["account"])
            by = Actor(account_id=account.pk, person_id=own.pk)
            record(RECORDS_CLAIMED, by=by, subject=own, at=at)
        for other in found:
            _join(own, other, account, at=at)
    own.refresh_from_db()
    return own


def _join(own: Person, other: Person, account: Account, *, at: datetime) -> None:
    by = Actor(account_id=account.pk, person_id=own.pk)
    try:
        join_records(kept=own, merged=other, by=by, at=at, chosen={})
    except WrongState:
        return
