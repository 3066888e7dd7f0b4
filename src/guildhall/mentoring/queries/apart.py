"""Who cannot be a pair with somebody, whatever they wish: asked before anything is shown."""

from collections.abc import Iterable

from django.db.models import Q

from guildhall.directory.models import Membership
from guildhall.programs.models import NeverPair
from guildhall.relationships.models import Party

# A chain of managers longer than this is a mistake in the data.
LONGEST_CHAIN = 30


def kept_from(person_id: int, others: Iterable[int]) -> set[int]:
    """Of these people, those who are above or below the person in a reporting line, those of whom
    one of the two asked never to be paired, and those between whom contact rests after a report.
    Which of these it is, is not told.

    Asks as often for three as for three thousand: twice, and once for each level of managers.
    """
    candidates = set(others) - {person_id}
    managers = _managers({person_id, *candidates})
    above = _above(person_id, managers)
    in_line = {one for one in candidates if one in above or person_id in _above(one, managers)}
    return in_line | never_with(person_id, candidates)


def never_with(person_id: int, others: Iterable[int]) -> set[int]:
    """Of these people, those whom one of the two asked never to be paired with, and those between
    whom contact rests. In a circle the reporting line does not matter: nobody is alone there."""
    said = NeverPair.objects.filter(Q(person_id=person_id) | Q(other_id=person_id))
    never = {pk for pair in said.values_list("person_id", "other_id") for pk in pair}
    return (never | _resting(person_id)) & (set(others) - {person_id})


def _resting(person_id: int) -> set[int]:
    """Everybody with whom contact was suspended, also where that pair has ended since."""
    pairs = Party.objects.filter(
        person_id=person_id, relationship__contact_rests_since__isnull=False
    )
    rows = Party.objects.filter(relationship_id__in=pairs.values("relationship_id"))
    return set(rows.values_list("person_id", flat=True)) - {person_id}


def _managers(people: set[int]) -> dict[int, set[int]]:
    """Who manages whom, from these people upward."""
    found: dict[int, set[int]] = {}
    level = people
    for _level in range(LONGEST_CHAIN):
        if not level:
            break
        rows = Membership.objects.filter(
            person_id__in=level, manager_id__isnull=False, ended_at__isnull=True
        )
        for person, manager in rows.values_list("person_id", "manager_id"):
            found.setdefault(person, set()).add(manager)
        reached = {pk for person in level for pk in found.get(person, ())}
        level = reached - set(found) - people
    return found


def _above(person_id: int, managers: dict[int, set[int]]) -> set[int]:
    """Everyone above the person. A circle of managers ends where it closes."""
    above: set[int] = set()
    level = set(managers.get(person_id, ()))
    while level:
        above |= level
        level = {pk for person in level for pk in managers.get(person, ())} - above
    return above
