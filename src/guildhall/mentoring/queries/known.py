"""Finding somebody whom one knows already: by their address or their whole name, nothing less."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.models import Membership, Organization, Person
from guildhall.directory.queries.names import named
from guildhall.mentoring.offer_access import agreed_to_be_shown
from guildhall.permissions.actor import Actor

MOST = 8


def own_houses(actor: Actor) -> list[Organization]:
    """The organizations in which the actor belongs."""
    return list(Organization.objects.filter(pk__in=actor.scopes(ORGANIZATION, MEMBER)))


def members_named(organization: Organization, text: str, *, besides: int) -> list[Membership]:
    """Members with exactly this address or this whole name, whatever its case. It is no list to
    browse in: half a name finds nobody."""
    here = Membership.objects.filter(organization=organization, ended_at__isnull=True)
    return _named(here, text, besides=besides)


def colleague_named(actor: Actor, text: str) -> Membership | None:
    """The one whom the actor may introduce somebody to and who has exactly this name or address; of
    two of one name, neither."""
    found = _named(colleagues_of(actor), text, besides=actor.person_id or 0)
    return found[0] if len({row.person_id for row in found}) == 1 else None


def colleagues_of(actor: Actor) -> QuerySet[Membership]:
    """Members of the actor's organizations, and guides of others who agreed to be shown there."""
    agreed = agreed_to_be_shown(actor).filter(
        offer__person_id=OuterRef("person_id"), offer__organization_id=OuterRef("organization_id")
    )
    inside = Q(organization_id__in=actor.scopes(ORGANIZATION, MEMBER))
    return Membership.objects.filter(inside | Q(Exists(agreed)), ended_at__isnull=True)


def _named(memberships: QuerySet[Membership], text: str, *, besides: int) -> list[Membership]:
    wanted = " ".join(text.split()).casefold()
    if len(wanted) < 3:
        return []
    people = Person.objects.filter(named(wanted), merged_into__isnull=True).exclude(pk=besides)
    rows = memberships.filter(person__in=people).select_related("person", "unit")
    found = [
        row
        for row in rows.order_by("pk")
        if wanted in (row.person.email.casefold(), row.person.name.casefold())
    ]
    return found[:MOST]
