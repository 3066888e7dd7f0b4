"""To which organizations a pair could belong."""

from guildhall.directory.models import Membership, Organization
from guildhall.relationships.models import Relationship


def possible_homes(row: Relationship) -> list[Organization]:
    """Those to which somebody of the pair belongs now, but for the one that it has."""
    people = row.parties.filter(left_at__isnull=True).values("person_id")
    present = Membership.objects.filter(person_id__in=people, ended_at__isnull=True)
    houses = Organization.objects.filter(pk__in=present.values("organization_id"))
    return list(houses.exclude(pk=row.organization_id).order_by("name"))


def has_left_home(row: Relationship) -> bool:
    """Whether somebody of the pair does not belong to its organization (any more)."""
    people = set(row.parties.filter(left_at__isnull=True).values_list("person_id", flat=True))
    inside = Membership.objects.filter(
        person_id__in=people, organization_id=row.organization_id, ended_at__isnull=True
    )
    return len(people) > inside.values("person_id").distinct().count()
