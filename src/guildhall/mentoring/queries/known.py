"""Finding somebody whom one knows already: by their address or their whole name, nothing less."""

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.models import Membership, Organization, Person
from guildhall.directory.queries.names import named
from guildhall.permissions.actor import Actor

MOST = 8


def own_houses(actor: Actor) -> list[Organization]:
    """The organizations in which the actor belongs."""
    return list(Organization.objects.filter(pk__in=actor.scopes(ORGANIZATION, MEMBER)))


def members_named(organization: Organization, text: str, *, besides: int) -> list[Membership]:
    """Members with exactly this address or this whole name, whatever its case. It is no list to
    browse in: half a name finds nobody."""
    wanted = " ".join(text.split()).casefold()
    if len(wanted) < 3:
        return []
    people = Person.objects.filter(named(wanted), merged_into__isnull=True).exclude(pk=besides)
    rows = Membership.objects.filter(
        organization=organization, ended_at__isnull=True, person__in=people
    ).select_related("person", "unit")
    found = [
        row
        for row in rows.order_by("pk")
        if wanted in (row.person.email.casefold(), row.person.name.casefold())
    ]
    return found[:MOST]
