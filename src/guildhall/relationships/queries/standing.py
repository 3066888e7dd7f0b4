"""How many pairs stand where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from guildhall.relationships.models import Relationship
from guildhall.relationships.states import HOLDING, RelationshipState


@dataclass(frozen=True, slots=True)
class OpenOffers:
    """Offers of one cohort that end soon, the first of them at `first`."""

    cohort_id: int
    count: int
    first: datetime


def counts_by_program(program_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """Pairs of these programs by state, ended ones left out; one query."""
    rows = Relationship.objects.filter(program_id__in=program_ids, state__in=HOLDING)
    found: dict[int, dict[str, int]] = {}
    grouped = rows.order_by().values_list("program_id", "state")
    for program_id, state, count in grouped.annotate(n=Count("*")):
        found.setdefault(program_id, {})[state] = count
    return found


def offers_ending(cohort_ids: Collection[int], *, until: datetime) -> list[OpenOffers]:
    """Offers in these cohorts that end before a moment without an answer; one query."""
    rows = Relationship.objects.filter(
        cohort_id__in=cohort_ids, state=RelationshipState.OFFERED, offer_expires_at__lte=until
    )
    grouped = rows.order_by().values_list("cohort_id")
    return [
        OpenOffers(*row) for row in grouped.annotate(n=Count("*"), first=Min("offer_expires_at"))
    ]
