"""Whom somebody would like to work with, as the page of their place says it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from guildhall.core import clock
from guildhall.directory.models import Person
from guildhall.flows.queries.wishing import offered_to
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.wishes import (
    asks_wishes,
    other_side,
    why_closed,
    wishes_said,
)


@dataclass(frozen=True)
class PlaceOfWishes:
    """The list in short: names in order, and why it is closed where it is."""

    names: list[str]
    others: str
    closed: str


def place_of_wishes(enrollment: Enrollment) -> PlaceOfWishes | None:
    """None where there is nothing to say: the program does not ask, or the person is not in yet."""
    said = wishes_said(enrollment)
    closed = why_closed(enrollment)
    program = enrollment.cohort.program
    if not said and (closed or not asks_wishes(program, enrollment.side)):
        return None
    if not closed:
        said = still_offered(said, offered_to(enrollment, at=clock.now()))
    people = Person.objects.in_bulk(said)
    return PlaceOfWishes(
        names=[people[pk].name for pk in said],
        others=program.word(other_side(enrollment.side), plural=True),
        closed=closed,
    )


def still_offered(said: list[int], offered: QuerySet[Enrollment]) -> list[int]:
    """Of a list, those who can still be chosen, in order."""
    rows = offered.filter(person_id__in=said)
    present = set(rows.values_list("person_id", flat=True))
    return [pk for pk in said if pk in present]
