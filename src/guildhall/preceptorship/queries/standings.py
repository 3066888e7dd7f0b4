"""Standings: the board of a house, and one of them with everything behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from guildhall.certificates.models import Certificate
from guildhall.certificates.queries.finding import certificates_of
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import STAFF
from guildhall.permissions.access import get_visible_or_404, may, visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.models import Backup, Standing, StandingMove, Training
from guildhall.preceptorship.queries.standing_load import most_of, preceptees_of
from guildhall.preceptorship.standing_access import (
    CHANGE_STANDING,
    OVERSEE_STANDINGS,
    READ_STANDING,
    READ_STANDING_REASONS,
    RETIRE_STANDING,
)
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import AT_REST, StandingState, TrainingKind
from guildhall.programs.access import IN_SCREENING
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Kind, Side
from guildhall.relationships.models import Party

RELATED = ("person", "organization", "certificate")
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class StandingRow:
    """One preceptor: how many preceptees of how many, and what training and practice is recorded.

    Minutes of the course in all, of any training within the last year. `application` is the one
    that is being screened, if there is one.
    """

    standing: Standing
    preceptees: int
    most: int
    course_minutes: int
    year_minutes: int
    has_precepted: bool
    application: int | None

    @property
    def is_full(self) -> bool:
        """Whether nobody more can be given."""
        return self.preceptees >= self.most

    @property
    def course_missing(self) -> int:
        """Minutes of the course that are not recorded."""
        return max(0, standing_rules().course_minutes - self.course_minutes)

    @property
    def update_missing(self) -> int:
        """Minutes of training that a renewal lacks."""
        return max(0, standing_rules().update_minutes - self.year_minutes)


@dataclass(frozen=True)
class StandingPage:
    """One standing with everything behind it, for its reader."""

    row: StandingRow
    moves: tuple[StandingMove, ...]
    trainings: tuple[Training, ...]
    certificates: tuple[Certificate, ...]
    is_own: bool
    can_change: bool
    can_retire: bool
    can_read_reasons: bool
    preceptees: tuple[Party, ...] = field(default=())

    @property
    def standing(self) -> Standing:
        """The row itself."""
        return self.row.standing


def standings_in_sight(actor: Actor, *, state: str = "", search: str = "") -> QuerySet[Standing]:
    """The board, by name: everybody who is or may become a preceptor; who retired or whose
    application was closed only where their state is asked for."""
    rows = visible_to(OVERSEE_STANDINGS, actor, Standing.objects.select_related(*RELATED))
    rows = rows.filter(state=state) if state else rows.exclude(state__in=AT_REST)
    for word in search.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        )
    return rows.order_by("person__family_name", "person__given_name", "pk")


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many stand where; one query."""
    rows = visible_to(OVERSEE_STANDINGS, actor).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def standing_rows(rows: Sequence[Standing], *, today: date) -> list[StandingRow]:
    """The lines of a list; six queries, however many rows there are."""
    people = {row.person_id for row in rows}
    has = preceptees_of(people)
    most = most_of(people)
    minutes = _minutes(rows, today=today)
    practiced = _precepted(rows)
    applications = _applications(rows)
    found = []
    for row in rows:
        course, year = minutes.get(row.pk, (0, 0))
        limit = most[row.person_id]
        if row.state == StandingState.PROVISIONAL:
            limit = min(limit, standing_rules().provisional)
        key = (row.person_id, row.organization_id)
        found.append(
            StandingRow(
                standing=row,
                preceptees=has.get(row.person_id, 0),
                most=limit,
                course_minutes=course,
                year_minutes=year,
                has_precepted=key in practiced,
                application=applications.get(key),
            )
        )
    return found


def standing_for(actor: Actor, pk: int) -> Standing:
    """The standing, or the answer of a missing id."""
    return get_visible_or_404(READ_STANDING, actor, pk, Standing.objects.select_related(*RELATED))


def own_standings(person_id: int) -> list[Standing]:
    """The person's own, one for each house; one query."""
    rows = Standing.objects.filter(person=person_id).select_related(*RELATED)
    return list(rows.order_by("organization__name", "pk"))


def standing_page(row: Standing, *, actor: Actor, today: date) -> StandingPage:
    """All of it; a fixed number of queries."""
    pairs = Party.objects.filter(
        side=Side.LEARNER,
        left_at__isnull=True,
        relationship__in=Party.objects.filter(
            person=row.person_id,
            side=Side.GUIDE,
            left_at__isnull=True,
            relationship__organization=row.organization_id,
            relationship__program__kind=Kind.PRECEPTORSHIP,
            relationship__closed_at__isnull=True,
        ).values("relationship_id"),
    )
    return StandingPage(
        row=standing_rows([row], today=today)[0],
        moves=tuple(row.moves.select_related("by").order_by("-at", "-pk")),
        trainings=tuple(row.trainings.select_related("recorded_by")),
        certificates=tuple(certificates_of(row.person_id, [row.organization_id])),
        is_own=row.person_id == actor.person_id,
        can_change=may(CHANGE_STANDING, actor, row),
        can_retire=may(RETIRE_STANDING, actor, row),
        can_read_reasons=may(READ_STANDING_REASONS, actor, row),
        preceptees=tuple(pairs.select_related("person", "relationship__program").order_by("pk")),
    )


def guides_without_standing(actor: Actor) -> QuerySet[Enrollment]:
    """Guides of the preceptorships of the actor's houses whom nobody has taken up; by name."""
    known = Standing.objects.filter(
        person_id=OuterRef("person_id"),
        organization_id=OuterRef("cohort__program__organization_id"),
    )
    rows = Enrollment.objects.filter(
        ~Exists(known),
        side=Side.GUIDE,
        state__in=MATCHABLE,
        cohort__program__kind=Kind.PRECEPTORSHIP,
        cohort__program__plan__screening__guide__rubric__in=standing_rules().rubrics,
        cohort__program__organization__in=actor.scopes(ORGANIZATION, *STAFF),
    ).exclude(person=actor.person_id or 0)
    related = rows.select_related("person", "cohort__program__organization")
    return related.order_by("person__family_name", "person__given_name", "pk")


def _minutes(rows: Iterable[Standing], *, today: date) -> dict[int, tuple[int, int]]:
    """Of each standing: minutes of the course, and of any training in the last year."""
    lately = Q(on__gt=today - YEAR, on__lte=today)
    sums = (
        Training.objects.filter(standing__in=[row.pk for row in rows])
        .order_by()
        .values_list("standing")
        .annotate(
            course=Sum("minutes", filter=Q(kind=TrainingKind.COURSE), default=0),
            year=Sum("minutes", filter=lately, default=0),
        )
    )
    return {pk: (course, year) for pk, course, year in sums}


def _precepted(rows: Iterable[Standing]) -> set[tuple[int, int]]:
    """Who has guided a preceptorship of which house, or stood in for one."""
    people = [row.person_id for row in rows]
    begun = {
        "relationship__program__kind": Kind.PRECEPTORSHIP,
        "relationship__opened_at__isnull": False,
    }
    pair = ("person_id", "relationship__organization_id")
    guided = Party.objects.filter(person__in=people, side=Side.GUIDE, **begun)
    stood_in = Backup.objects.filter(person__in=people, accepted_at__isnull=False, **begun)
    return {*guided.order_by().values_list(*pair), *stood_in.order_by().values_list(*pair)}


def _applications(rows: Iterable[Standing]) -> dict[tuple[int, int], int]:
    """Applications that are being screened, by person and house."""
    waiting = [row.person_id for row in rows if row.state == StandingState.APPLIED]
    found = Enrollment.objects.filter(
        person__in=waiting,
        side=Side.GUIDE,
        state__in=IN_SCREENING,
        cohort__program__kind=Kind.PRECEPTORSHIP,
    )
    values = found.values_list("person_id", "cohort__program__organization_id", "pk")
    return {(person, house): pk for person, house, pk in values.order_by("-pk")}
