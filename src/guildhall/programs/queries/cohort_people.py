"""The people of one cohort, a page at a time.

A page is found by ids alone; what its lines show is asked for those ids only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from guildhall.directory.models import Membership, Person
from guildhall.directory.queries.names import named
from guildhall.permissions.actor import Actor
from guildhall.programs.access import reads_whole
from guildhall.programs.models import Cohort, Enrollment, Prerequisite
from guildhall.programs.queries.lists import UNMATCHED, Counts, enrollments_in
from guildhall.programs.states import EnrollmentState, Side

S = EnrollmentState
# From so many on, a page is met sooner by walking along everybody's names than by sorting.
WALKED_FROM = 2000


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """One line; `place` is the team, else the organization."""

    id: int
    name: str
    place: str
    side: str
    state: str
    is_only_invited: bool
    waiting_since: datetime | None
    open_prerequisites: int
    places: int


class _Row(NamedTuple):
    """Of an enrollment, what a line shows; the names are those of its columns."""

    pk: int
    person_id: int
    side: str
    state: str
    places: int
    invited_at: datetime | None
    applied_at: datetime | None
    waiting_since: datetime | None


class CohortPage(Page[EnrollmentRow]):
    """A page of so many people; who takes part on both sides has two lines on it."""

    def __init__(
        self, rows: Sequence[EnrollmentRow], number: int, paginator: Paginator[int], has_more: bool
    ) -> None:
        super().__init__(rows, number, paginator)  # type: ignore[arg-type]
        self.rows = rows
        self._has_more = has_more

    def has_next(self) -> bool:
        """As was read: there are never more people than the paginator counts, but may be fewer."""
        return self._has_more


@dataclass(frozen=True)
class CohortPeople:
    """The people that the actor sees, narrowed, by name; `counts` are the cohort's own.

    With the state "waiting" it is the waiting list, in its own order.
    """

    actor: Actor
    cohort: Cohort
    counts: Counts
    side: str = ""
    state: str = ""
    text: str = ""

    def page(self, asked: str | None, *, size: int) -> CohortPage:
        """The page of this number, else the first or the last one."""
        is_counted = not self.text.strip()
        count = self._known if is_counted else self._found().count()
        paginator = Paginator(range(count), size)
        number = paginator.get_page(asked).number
        part = slice((number - 1) * size, number * size + 1)
        rows = self._waiting(part) if self.state == S.WAITING else self._by_name(part)
        people = {row.person_id: None for row, _name in rows}
        kept = set(list(people)[:size])
        lines = _lines([(row, name) for row, name in rows if row.person_id in kept])
        return CohortPage(lines, number, paginator, has_more=len(people) > size)

    def _by_name(self, part: slice) -> list[tuple[_Row, str]]:
        people = self._found().order_by("family_name", "given_name", "pk")
        found = people.values_list("pk", "given_name", "family_name")[part]
        names = {pk: f"{given} {family}".strip() for pk, given, family in found}
        place = {pk: at for at, pk in enumerate(names)}
        read = self._narrowed(people=list(names)).order_by().values_list(*_Row._fields)
        rows = (_Row(*row) for row in read)
        ordered = sorted(rows, key=lambda row: (place[row.person_id], row.pk))
        return [(row, names[row.person_id]) for row in ordered]

    def _waiting(self, part: slice) -> list[tuple[_Row, str]]:
        rows = waiting_list(self._narrowed())
        if self.text.strip():
            rows = rows.filter(person__in=self._found())
        read = rows.values_list(*_Row._fields, "person__given_name", "person__family_name")
        return [(_Row(*row), f"{given} {family}".strip()) for *row, given, family in read[part]]

    def _found(self) -> QuerySet[Person]:
        """People in any order. A dense set is asked row by row, a small one comes first."""
        rows = self._narrowed()
        is_dense = self._known >= WALKED_FROM and not self.text.strip()
        if is_dense and reads_whole(self.actor, self.cohort.program):
            return Person.objects.filter(Exists(rows.filter(person_id=OuterRef("pk")))).order_by()
        people = Person.objects.filter(pk__in=rows.values("person_id")).order_by()
        return people.filter(named(self.text)) if self.text.strip() else people

    def _narrowed(self, people: Collection[int] | None = None) -> QuerySet[Enrollment]:
        rows = enrollments_in(self.actor, self.cohort, people=people)
        if self.side in Side.values:
            rows = rows.filter(side=self.side)
        return rows.filter(state__in=self._states) if self._states else rows

    @property
    def _states(self) -> tuple[str, ...]:
        if self.state == S.WAITING:
            return UNMATCHED
        return (self.state,) if self.state in S.values else ()

    @property
    def _known(self) -> int:
        sides = (self.side,) if self.side in Side.values else tuple(Side.values)
        return sum(self.counts.of(side, *self._states) for side in sides)


def waiting_list(rows: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Of these, all who are approved and without a match.

    Those whom a round left out come first, longest waiting first.
    """
    return rows.filter(state__in=UNMATCHED).order_by(
        F("waiting_since").asc(nulls_last=True), "decided_at", "pk"
    )


def _lines(named: Sequence[tuple[_Row, str]]) -> list[EnrollmentRow]:
    """Two queries, however many there are."""
    places = _places([row.person_id for row, _name in named])
    ids = [row.pk for row, _name in named]
    unmet = Prerequisite.objects.filter(enrollment_id__in=ids, met_at__isnull=True).order_by()
    unmet_of = dict(unmet.values_list("enrollment_id").annotate(Count("pk")))
    return [
        EnrollmentRow(
            id=row.pk,
            name=name,
            place=places.get(row.person_id, ""),
            side=row.side,
            state=row.state,
            is_only_invited=row.state == S.DRAFT and bool(row.invited_at) and not row.applied_at,
            waiting_since=row.waiting_since,
            open_prerequisites=unmet_of.get(row.pk, 0),
            places=row.places,
        )
        for row, name in named
    ]


def _places(people: Sequence[int]) -> Mapping[int, str]:
    """The team of each in their first membership, else its organization."""
    rows = Membership.objects.filter(person_id__in=people, ended_at__isnull=True)
    found: dict[int, str] = {}
    for person_id, unit, house in rows.order_by("pk").values_list(
        "person_id", "unit__name", "organization__name"
    ):
        found.setdefault(person_id, unit or house)
    return found
