"""How much whoever guides has to carry, over all houses: said as over, at or under only."""

from enum import StrEnum

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import ACROSS, TAKING


class Load(StrEnum):
    """Beside what a guide agreed to take; a number would tell of other houses."""

    OVER = "over"
    AT = "at"
    UNDER = "under"


def loads_of(guiding: QuerySet[Party]) -> dict[int, Load]:
    """The load of everybody who guides in these pairs, offers included; one query."""
    everywhere = Party.objects.filter(
        TAKING,
        person__in=guiding.order_by().values("person_id"),
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__program__kind=Kind.PRECEPTORSHIP,
    )
    usual = standing_rules().preceptees
    held = everywhere.order_by().values("person_id").annotate(held=ACROSS)
    held = held.annotate(most=Coalesce(Max("person__profile__capacity"), usual))
    return {pk: _load(has, most) for pk, has, most in held.values_list("person_id", "held", "most")}


def _load(has: int, most: int) -> Load:
    if has == most:
        return Load.AT
    return Load.OVER if has > most else Load.UNDER
