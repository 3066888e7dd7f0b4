"""Records that carry a proven address: none becomes its owner's before they say yes.

Anybody who keeps an organization can write any address into a record there. So a proof of the
address gives the right to be asked, and nothing more.
"""

from datetime import datetime

from django.db import transaction

from guildhall.accounts.actions import has_proven_address
from guildhall.accounts.models import Account
from guildhall.audit.actions import record as record_event
from guildhall.audit.kinds import declare
from guildhall.core.errors import NotVisible, WrongState
from guildhall.directory.actions.events import RECORDS_CLAIMED
from guildhall.directory.actions.invitations import accept_invitation, open_invitation
from guildhall.directory.models import Membership, Organization, Person
from guildhall.flows.actions.merging import join_records
from guildhall.flows.models import RecordRefusal
from guildhall.flows.queries.claiming import records_of_address
from guildhall.permissions.actor import Actor

RECORD_REFUSED = declare(
    "record_refused", "A person said that a record with their address is to stay apart."
)


def claim_record(*, account: Account, record: Person, at: datetime) -> Person:
    """Yes, that is me: the record becomes the account's, or goes into the one that it has.

    Takes back an earlier no. Refuses a record that is paired with one's own; one that does not
    carry the account's proven address is not there. Nobody is told.
    """
    with transaction.atomic():
        own = Person.objects.select_for_update().filter(account=account).first()
        row = _own_record(account, record)
        houses = row.memberships.values("organization_id")
        RecordRefusal.objects.filter(account=account, organization_id__in=houses).delete()
        if own is not None:
            by = Actor(account_id=account.pk, person_id=own.pk)
            join_records(kept=own, merged=row, by=by, at=at, chosen={})
            own.refresh_from_db()
            return own
        row.account = account
        row.save(update_fields=["account"])
        by = Actor(account_id=account.pk, person_id=row.pk)
        record_event(RECORDS_CLAIMED, by=by, subject=row, at=at)
        return row


def refuse_record(*, account: Account, record: Person, at: datetime) -> None:
    """No: the record stays apart, and its organizations are not asked about again.

    They are not told, and the event names none of them. Saying it twice changes nothing.
    """
    with transaction.atomic():
        own = Person.objects.filter(account=account).first()
        row = _own_record(account, record)
        by = Actor(account_id=account.pk, person_id=own.pk if own else None)
        for organization_id in row.memberships.values_list("organization_id", flat=True):
            refusal, is_new = RecordRefusal.objects.get_or_create(
                account=account, organization_id=organization_id, defaults={"refused_at": at}
            )
            if is_new:
                record_event(RECORD_REFUSED, by=by, subject=refusal, at=at)


def claim_from(*, account: Account, organization: Organization, at: datetime) -> Person | None:
    """Somebody's first sign-in came by this organization's own link: that is a yes to it.

    Only records that it keeps alone; whoever has a record already is asked instead.
    """
    if Person.objects.filter(account=account).exists() or not has_proven_address(account):
        return None
    own = None
    for record in records_of_address(account):
        keepers = Membership.objects.filter(person=record).values_list("organization_id", flat=True)
        if set(keepers) == {organization.pk}:
            own = claim_record(account=account, record=record, at=at)
    return own


def join_by_invitation(*, token: str, account: Account, at: datetime) -> Person:
    """Accept an invitation; the record that it was sent to goes with it.

    Where the two are paired with each other they are two people: the record stays apart.
    """
    with transaction.atomic():
        invitation = open_invitation(token=token, at=at)
        person = accept_invitation(token=token, account=account, at=at)
        RecordRefusal.objects.filter(
            account=account, organization_id=invitation.organization_id
        ).delete()
        asked = Person.objects.filter(
            pk=invitation.person_id or 0, account__isnull=True, merged_into__isnull=True
        ).first()
        if asked is not None and asked.email.lower() == account.email.lower():
            _join(person, asked, account, at=at)
            person.refresh_from_db()
    return person


def _own_record(account: Account, record: Person) -> Person:
    if not has_proven_address(account):
        raise NotVisible
    row = records_of_address(account).select_for_update().filter(pk=record.pk).first()
    if row is None:
        raise NotVisible
    return row


def _join(own: Person, other: Person, account: Account, *, at: datetime) -> None:
    by = Actor(account_id=account.pk, person_id=own.pk)
    try:
        with transaction.atomic():
            join_records(kept=own, merged=other, by=by, at=at, chosen={})
    except WrongState:
        return
