"""Turning pages by the name at their edge: as quick on the last page as on the first.

Names are compared where they are stored, and an address names only the person at the edge.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from guildhall.directory.models import Person

A_PAGE = 25
MOST_COUNTED = 1000
ORDER = ("family_name", "given_name", "pk")


@dataclass(frozen=True)
class Turned:
    """The ids on one page, and the people at its edges where there is more beyond them."""

    ids: list[int]
    earlier: int | None
    further: int | None
    count: int
    is_more_than_counted: bool


def turned(
    found: QuerySet[Person],
    *,
    counted: QuerySet[Any] | None = None,
    after: str = "",
    before: str = "",
) -> Turned:
    """One page after, or before, a person; the first one where neither is known.

    `counted` has as many rows as `found`, and is quicker to count.
    """
    edge = _edge(before or after)
    is_back = edge is not None and bool(before)
    rows = found.order_by(*(f"-{name}" for name in ORDER)) if is_back else found.order_by(*ORDER)
    if edge is not None:
        rows = rows.filter(_beyond(edge, "lt" if is_back else "gt"))
    # Without them the first page counts as it reads; others ask, beginning in the middle.
    reads_on = edge is None and counted is None
    read = list(rows.values_list("pk", flat=True)[: MOST_COUNTED + 1 if reads_on else A_PAGE + 1])
    has_more = len(read) > A_PAGE
    is_whole = reads_on or (edge is None and not has_more)
    count = len(read) if is_whole else _count(found if counted is None else counted)
    ids = read[:A_PAGE]
    if is_back:
        ids.reverse()
    has_earlier = has_more if is_back else edge is not None
    has_further = is_back or has_more
    return Turned(
        ids=ids,
        earlier=ids[0] if ids and has_earlier else None,
        further=ids[-1] if ids and has_further else None,
        count=min(count, MOST_COUNTED),
        is_more_than_counted=count > MOST_COUNTED,
    )


def _edge(text: str) -> Person | None:
    return Person.objects.filter(pk=int(text)).first() if text.isdecimal() else None


def _beyond(edge: Person, side: str) -> Q:
    """Strictly beyond the edge. The first condition is for the index, which it can begin at."""
    family = Q(**{f"family_name__{side}": edge.family_name})
    given = Q(family_name=edge.family_name, **{f"given_name__{side}": edge.given_name})
    twin = Q(family_name=edge.family_name, given_name=edge.given_name, **{f"pk__{side}": edge.pk})
    return Q(**{f"family_name__{side}e": edge.family_name}) & (family | given | twin)


def _count(counted: QuerySet[Any]) -> int:
    """How many, counted no further than anybody reads."""
    return counted.order_by()[: MOST_COUNTED + 1].count()
