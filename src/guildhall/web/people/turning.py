"""Turning pages by the name at their edge: as quick on the last page as on the first.

Names are compared where they are stored, and an address names only the person at the edge.
"""

from dataclasses import dataclass

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


def turned(found: QuerySet[Person], *, after: str = "", before: str = "") -> Turned:
    """One page after, or before, a person; the first one where neither is known."""
    edge = _edge(before or after)
    is_back = edge is not None and bool(before)
    rows = found.order_by(*(f"-{name}" for name in ORDER)) if is_back else found.order_by(*ORDER)
    if edge is not None:
        rows = rows.filter(_beyond(edge, "lt" if is_back else "gt"))
    # The first page counts as it reads; the others ask, since they begin in the middle.
    read = list(rows.values_list("pk", flat=True)[: A_PAGE + 1 if edge else MOST_COUNTED + 1])
    count = _count(found) if edge else len(read)
    has_more = len(read) > A_PAGE
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


def _count(found: QuerySet[Person]) -> int:
    """How many, counted no further than anybody reads."""
    return found.order_by()[: MOST_COUNTED + 1].count()
