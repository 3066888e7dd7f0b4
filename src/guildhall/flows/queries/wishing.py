"""Whom somebody may wish for: programs know who takes part, relationships who has room."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.programs.models import Enrollment
from guildhall.programs.queries.wishes import wishable
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import free_places
from guildhall.relationships.states import HOLDING, CloseReason


def offered_to(enrollment: Enrollment, *, at: datetime) -> QuerySet[Enrollment]:
    """Those of the other side whom the next round could give to this person.

    Beside `wishable` it leaves out who has no free place, and whoever is or was a pair with
    them in this cohort, as the round does. The same number of queries however many there are.
    """
    rows = wishable(enrollment, on=at.date())
    holding = Party.objects.filter(
        person_id=OuterRef("person_id"),
        side=OuterRef("side"),
        left_at__isnull=True,
        relationship__state__in=HOLDING,
    )
    busy = list(rows.filter(Exists(holding)))
    free = free_places(busy, at=at)
    full = [pk for pk, places in free.items() if not places]
    return rows.exclude(pk__in=full).exclude(person_id__in=_met_before(enrollment))


def _met_before(enrollment: Enrollment) -> QuerySet[Party, int]:
    mine = Party.objects.filter(
        relationship__cohort_id=enrollment.cohort_id, person_id=enrollment.person_id
    ).exclude(relationship__closure__reason=CloseReason.LAPSED)
    others = Party.objects.filter(relationship_id__in=mine.values("relationship_id"))
    return others.values_list("person_id", flat=True)
