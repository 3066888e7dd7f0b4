"""Locking everybody of the pairs to be, and refusing where there is no room."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NoRoomLeft, NotVisible
from guildhall.directory.models import Person
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.relationships.queries.places import held_by_enrollment, rooms
from guildhall.relationships.states import Takes


class SeatLike(Protocol):
    """A person's place in a pair to be."""

    @property
    def person_id(self) -> int: ...
    @property
    def side(self) -> str: ...
    @property
    def enrollment_id(self) -> int | None: ...


# (person, side, enrollment) → places that the new seats would take of them
Wanted = Counter[tuple[int, str, int | None]]


def lock_and_require_room(
    pairs: Sequence[Sequence[SeatLike]],
    *,
    at: datetime,
    takes: str = Takes.EACH,
    are_circles: bool = False,
) -> None:
    """Lock all people and enrollments of these pairs by id, then check that there is room.

    A guide needs room in the enrollment and over all programs; a learner needs to want another
    guide. What is counted was committed before the locks were had, so nobody can slip in between.
    Raises NoRoomLeft naming all who have none, InvalidInput for a pair that cannot be. A circle
    may begin with nobody but those who lead it.
    """
    _refuse_impossible(pairs, are_circles=are_circles)
    lock_and_require_places(_wanted(pairs, takes=takes), at=at)


def lock_and_require_places(wanted: Wanted, *, at: datetime) -> None:
    """The same for places counted already; who takes none is locked as well."""
    people = locked_people({person_id for person_id, _side, _enrollment in wanted})
    enrollments = _locked_enrollments({pk for _person, _side, pk in wanted if pk})
    full = _full_guides(wanted, people, at=at) | _full_enrollments(wanted, enrollments)
    gone = {row.person_id for row in enrollments.values() if row.state not in MATCHABLE}
    if gone:
        raise NoRoomLeft(
            _("%(names)s: no longer taking part. Solve again, or choose somebody else.")
            % {"names": _names(gone, people)}
        )
    if full:
        raise NoRoomLeft(
            _("%(names)s: no free place is left. Solve again, or choose somebody else.")
            % {"names": _names(full, people)}
        )


def _refuse_impossible(pairs: Sequence[Sequence[SeatLike]], *, are_circles: bool) -> None:
    for pair in pairs:
        people = [seat.person_id for seat in pair]
        sides = {seat.side for seat in pair}
        if sides != {Side.GUIDE, Side.LEARNER} and not (are_circles and sides == {Side.GUIDE}):
            raise InvalidInput(_("A pair needs somebody on each side."))
        if len(set(people)) != len(people):
            raise InvalidInput(_("Nobody can be paired with themselves."))


def locked_people(ids: set[int]) -> dict[int, Person]:
    """Hold people by id until the transaction ends: no pair of theirs comes to be meanwhile."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    people = {row.pk: row for row in rows}
    if len(people) != len(ids):
        raise NotVisible
    return people


def _locked_enrollments(ids: set[int]) -> dict[int, Enrollment]:
    rows = Enrollment.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def _wanted(pairs: Sequence[Sequence[SeatLike]], *, takes: str) -> Wanted:
    wanted: Wanted = Counter()
    for pair in pairs:
        across = Counter(seat.side for seat in pair)
        for seat in pair:
            other = Side.LEARNER if seat.side == Side.GUIDE else Side.GUIDE
            places = places_taken(across[other], takes)
            wanted[seat.person_id, seat.side, seat.enrollment_id] += places
    return wanted


def places_taken(across: int, takes: str) -> int:
    """Places that a relationship takes of somebody who has so many people across."""
    if takes == Takes.NOTHING:
        return 0
    return min(1, across) if takes == Takes.ONCE else across


def _full_guides(wanted: Wanted, people: dict[int, Person], *, at: datetime) -> set[int]:
    asked: Counter[int] = Counter()
    for (person_id, side, _enrollment), places in wanted.items():
        if side == Side.GUIDE:
            asked[person_id] += places
    room = rooms(asked, on=at.date())
    lefts = {person_id: room[person_id].left for person_id in asked}
    return {pk for pk, left in lefts.items() if left is not None and asked[pk] and left < asked[pk]}


def _full_enrollments(wanted: Wanted, enrollments: dict[int, Enrollment]) -> set[int]:
    held = held_by_enrollment(enrollments)
    full = set()
    for (person_id, _side, enrollment_id), places in wanted.items():
        row = enrollments.get(enrollment_id or 0)
        if row and places and held.get(row.pk, 0) + places > row.places:
            full.add(person_id)
    return full


def _names(ids: set[int], people: dict[int, Person]) -> str:
    """Up to five names; more are counted."""
    names = sorted(people[pk].name for pk in ids)
    rest = len(names) - 5
    if rest > 0:
        return _("%(names)s and %(rest)d more") % {"names": ", ".join(names[:5]), "rest": rest}
    return ", ".join(names)
