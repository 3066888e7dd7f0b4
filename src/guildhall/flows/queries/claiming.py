"""Records that carry the address somebody has proven, and that are nobody's yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Lower

from guildhall.accounts.actions import has_proven_address
from guildhall.accounts.models import Account
from guildhall.directory.models import Membership, Organization, Person
from guildhall.flows.models import RecordRefusal


@dataclass(frozen=True)
class KnownAs:
    """A record with the reader's own address: who keeps it, and what stands in it."""

    record: Person
    organizations: tuple[Organization, ...]
    job_title: str
    since: datetime
    is_set_apart: bool

    @property
    def keepers(self) -> str:
        """The names of those who keep it."""
        return ", ".join(row.name for row in self.organizations)


def records_of_address(account: Account) -> QuerySet[Person]:
    """Kept by some organization, with this account's address, and tied to no account."""
    kept = Membership.objects.filter(person_id=OuterRef("pk"))
    return (
        Person.objects.alias(address=Lower("email"))
        .filter(address=account.email.lower(), account__isnull=True, merged_into__isnull=True)
        .filter(Exists(kept))
        .order_by("pk")
    )


def known_as(account: Account) -> list[KnownAs]:
    """All of them, those that were set apart too; nothing where the address was never proven.

    One query for whom nobody else knows, which is nearly everybody.
    """
    members = Membership.objects.select_related("organization").order_by("started_at", "pk")
    ids = _untied(account)
    if not ids:
        return []
    records = records_of_address(account).filter(pk__in=ids)
    rows = list(records.prefetch_related(Prefetch("memberships", members)))
    if not rows or not has_proven_address(account):
        return []
    refusals = RecordRefusal.objects.filter(account=account)
    refused = set(refusals.values_list("organization_id", flat=True))
    return [_known_as(row, refused) for row in rows]


def open_questions(account: Account) -> list[KnownAs]:
    """Those that wait for a yes or a no."""
    return [row for row in known_as(account) if not row.is_set_apart]


def _untied(account: Account) -> list[int]:
    """Records with the address and without an account. Asked for both at once, a database may
    walk all that have no account, which in a large house are nearly all."""
    same = Person.objects.alias(address=Lower("email")).filter(address=account.email.lower())
    rows = same.order_by().values_list("pk", "account_id")
    return [pk for pk, account_id in rows if account_id is None]


def _known_as(record: Person, refused: set[int]) -> KnownAs:
    memberships = list(record.memberships.all())
    houses = tuple(row.organization for row in memberships)
    return KnownAs(
        record=record,
        organizations=houses,
        job_title=next((row.job_title for row in memberships if row.job_title), ""),
        since=memberships[0].started_at,
        is_set_apart={row.pk for row in houses} <= refused,
    )
