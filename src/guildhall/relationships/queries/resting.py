"""Between whom contact rests, and who asked never to be paired: asked before two people meet.

Whoever asks gets one answer for both, so that it tells nobody which of them it is.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from guildhall.programs.models import NeverPair
from guildhall.relationships.models import Party, Relationship

PAIR = 2


def kept_apart(people: Iterable[int]) -> set[frozenset[int]]:
    """Among these people, the twos who must not be brought together; two queries."""
    ids = set(people)
    said = NeverPair.objects.filter(person_id__in=ids, other_id__in=ids)
    never = {frozenset(two) for two in said.values_list("person_id", "other_id")}
    return never | resting_twos(ids)


def resting_twos(people: Iterable[int]) -> set[frozenset[int]]:
    """Among these people, the twos between whom contact rests; one query.

    Of a circle everybody who was in it, since nobody says between whom it rests; and also where
    the pair has ended since.
    """
    ids = set(people)
    rows = Party.objects.filter(
        person_id__in=ids, relationship__contact_rests_since__isnull=False
    ).values_list("relationship_id", "person_id")
    together: dict[int, set[int]] = defaultdict(set)
    for relationship_id, person_id in rows:
        together[relationship_id].add(person_id)
    return {
        frozenset((one, other))
        for group in together.values()
        for one in group
        for other in group
        if one != other
    }


def resting_with(person_id: int) -> set[int]:
    """Everybody between whom and this person contact rests; one query."""
    pairs = Party.objects.filter(
        person_id=person_id, relationship__contact_rests_since__isnull=False
    )
    rows = Party.objects.filter(relationship_id__in=pairs.values("relationship_id"))
    return set(rows.values_list("person_id", flat=True)) - {person_id}


def pairs_of_the_same(relationship: Relationship) -> list[Relationship]:
    """This one and, where it is no circle, every other pair of the same two, by id."""
    people = list(relationship.parties.values_list("person_id", flat=True))
    if relationship.is_circle or len(people) < PAIR:
        return [relationship]
    rows = Relationship.objects.filter(is_circle=False)
    for person_id in people:
        rows = rows.filter(parties__person_id=person_id)
    # What has ended is left alone, unless contact rests there from before.
    alive = Q(closed_at__isnull=True) | Q(contact_rests_since__isnull=False)
    rows = rows.filter(alive | Q(pk=relationship.pk)).select_related("program")
    return list(rows.order_by("pk"))


def circles_of_both(relationship: Relationship) -> list[Relationship]:
    """Circles that go on in which all of this pair sit now; two queries."""
    rows = Relationship.objects.filter(is_circle=True, closed_at__isnull=True)
    for person_id in relationship.parties.values_list("person_id", flat=True):
        rows = rows.filter(
            pk__in=Party.objects.filter(person_id=person_id, left_at__isnull=True).values(
                "relationship_id"
            )
        )
    return list(rows.exclude(pk=relationship.pk).select_related("program").order_by("pk"))
