"""Who cannot be a pair with somebody, whatever they wish: asked before anything is shown."""

from collections.abc import Iterable

from django.db.models import Q

from guildhall.directory.models import Membership
from guildhall.programs.models import NeverPair
from guildhall.relationships.queries.resting import resting_with

# A chain of managers longer than this is a mistake in the data.
LONGEST_CHAIN = 30


def kept_from(person_id: int, others: Iterable[int]) -> set[int]:
    """Of these people, those who are above or below the person in a reporting line, those of whom
    one of the two asked never to be paired, and those between whom contact rests after a report.
    Which of these it is, is not told.

    Asks as often for three as for three thousand: three times, and once for each level of managers
    and of reports.
    """
    candidates = set(others) - {person_id}
    line = _line(person_id, "person_id", "manager_id") | _line(person_id, "manager_id", "person_id")
    return (line & candidates) | never_with(person_id, candidates)


def never_with(person_id: int, others: Iterable[int]) -> set[int]:
    """Of these people, those whom one of the two asked never to be paired with, and those between
    whom contact rests. In a circle the reporting line does not matter: nobody is alone there."""
    said = NeverPair.objects.filter(Q(person_id=person_id) | Q(other_id=person_id))
    never = {pk for pair in said.values_list("person_id", "other_id") for pk in pair}
    return (never | resting_with(person_id)) & (set(others) - {person_id})


def _line(person_id: int, here: str, there: str) -> set[int]:
    """Everyone above the person, from `person_id` to `manager_id`, or below, the other way round. A
    circle of managers ends where it closes."""
    found: set[int] = set()
    level = {person_id}
    for _level in range(LONGEST_CHAIN):
        rows = Membership.objects.filter(manager_id__isnull=False, ended_at__isnull=True)
        reached = set(rows.filter(**{f"{here}__in": level}).values_list(there, flat=True))
        level = reached - found
        if not level:
            break
        found |= level
    return found
