"""To which organizations a pair could belong."""

from django.db.models import Q

from guildhall.directory.models import Membership, Organization
from guildhall.mentoring.models import HomeMove
from guildhall.relationships.models import Relationship


def possible_homes(row: Relationship) -> list[Organization]:
    """Those to which somebody of the pair belongs now, but for the one that it has."""
    people = row.parties.filter(left_at__isnull=True).values("person_id")
    present = Membership.objects.filter(person_id__in=people, ended_at__isnull=True)
    houses = Organization.objects.filter(pk__in=present.values("organization_id"))
    return list(houses.exclude(pk=row.organization_id).order_by("name"))


def has_left_home(row: Relationship) -> bool:
    """Whether somebody of the pair does not belong to its organization, since they changed employer
    after it began, or after they last agreed where it belongs."""
    people = set(row.parties.filter(left_at__isnull=True).values_list("person_id", flat=True))
    inside = Membership.objects.filter(
        person_id__in=people, organization_id=row.organization_id, ended_at__isnull=True
    )
    outside = people - set(inside.values_list("person_id", flat=True))
    if not outside:
        return False
    moves = HomeMove.objects.filter(relationship=row, has_moved=True)
    last = moves.order_by("-answered_at").values_list("answered_at", flat=True).first()
    # What was so before it began, or when they agreed where it belongs, is no change.
    if last is not None:
        changed = Q(started_at__gt=last) | Q(ended_at__gt=last)
    else:
        began = row.opened_at or row.created_at
        changed = Q(started_at__gte=began) | Q(ended_at__gte=began)
    return Membership.objects.filter(changed, person_id__in=outside).exists()
