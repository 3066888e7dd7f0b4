"""Finding members of one organization by what people write of them."""

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext as _

from guildhall.directory.models import Membership, Organization, Person


def colleague_named(organization: Organization, text: str) -> Person | str:
    """The present member with this address or whole name; else what to do about it, in words."""
    wanted = " ".join(text.split())
    members = _members(organization).filter(ended_at__isnull=True).select_related("person")
    if "@" in wanted:
        rows = list(members.filter(person__email__iexact=wanted)[:2])
    else:
        name = Trim(Concat("person__given_name", Value(" "), "person__family_name"))
        rows = list(members.annotate(whole_name=name).filter(whole_name__iexact=wanted)[:2])
    if len(rows) == 1:
        return rows[0].person
    if rows:
        return _("Several people here have this name. Give the e-mail address.")
    return _(
        "Nobody at %(name)s is called “%(text)s”. Give the e-mail address, or leave it empty."
    ) % {
        "name": organization.name,
        "text": wanted,
    }


def is_number_taken(organization: Organization, number: str, *, besides: Person | None) -> bool:
    """Whether another member has this number; former members keep theirs."""
    return bool(number) and _others(organization, besides).filter(external_id=number).exists()


def is_address_taken(organization: Organization, email: str, *, besides: Person | None) -> bool:
    """Whether another member has this address."""
    others = _others(organization, besides)
    return bool(email) and others.filter(person__email__iexact=email).exists()


def _others(organization: Organization, besides: Person | None) -> QuerySet[Membership]:
    rows = _members(organization)
    return rows.exclude(person=besides) if besides is not None else rows


def _members(organization: Organization) -> QuerySet[Membership]:
    return Membership.objects.filter(organization=organization, person__merged_into__isnull=True)
