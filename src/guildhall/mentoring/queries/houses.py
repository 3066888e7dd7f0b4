"""Of which organization somebody is, said where the other one is of another."""

from guildhall.directory.models import Membership, Organization
from guildhall.mentoring.models import GuideRequest


def other_house(request: GuideRequest) -> Organization | None:
    """The organization of whoever asks, where it is none of those of whoever is asked; None where
    they share one, and where whoever is asked is not here yet. Of several it is the one that the
    request belongs to."""
    rows = Membership.objects.filter(
        person_id__in=(request.asker_id, request.asked_id), ended_at__isnull=True
    ).select_related("organization")
    asking = {row.organization for row in rows if row.person_id == request.asker_id}
    asked = {row.organization for row in rows if row.person_id == request.asked_id}
    if not asked or asking & asked:
        return None
    is_other = request.organization_id
    return min(asking, key=lambda one: (one.pk != is_other, one.name, one.pk), default=None)
