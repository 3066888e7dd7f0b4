"""The board of an intake: who needs somebody first, out of hundreds.

It reads the summaries that are kept beside the passports; days in them become reasons when they
come. The database sorts, and only the lines of one page are read in full.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    OuterRef,
    QuerySet,
    Value,
    When,
)

from guildhall.assessment.access import OVERSEE_PASSPORTS
from guildhall.assessment.board_limits import BOARD
from guildhall.assessment.models import Passport
from guildhall.competencies.models import Domain
from guildhall.concerns.access import READ_CONCERN
from guildhall.concerns.states import OPEN
from guildhall.directory.models import Membership, Unit
from guildhall.engine.competence import expected_by
from guildhall.engine.competence.standing import LAPSES_SOON_DAYS
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.needs import FINE, Need
from guildhall.preceptorship.queries.load import Load, loads_of
from guildhall.programs.models import Cohort
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN, RelationshipState

SOON = timedelta(days=LAPSES_SOON_DAYS)


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to; None and empty leave it wide. `month`: the first of it."""

    program: int | None = None
    cohort: int | None = None
    unit: int | None = None
    month: date | None = None
    need: Need | None = None


@dataclass(frozen=True)
class Guide:
    """Whoever guides a learner on the board, with their load over all houses."""

    name: str
    load: Load


@dataclass(frozen=True)
class BoardRow:
    """One learner. `steps` as the summary holds them; `expected`: what an even pace asks today."""

    passport: int
    pair: int
    learner: str
    need: Need
    signed: int
    total: int
    expected: int | None
    seen_on: date
    was_seen: bool
    lapses_on: date | None
    lapses: str
    lapses_id: int | None
    concern: int | None
    steps: str
    domains: tuple[str, ...]
    guides: tuple[Guide, ...] = field(default=())


@dataclass(frozen=True)
class Board:
    """`ranked`: the wanted passports in the order of need; `counts` over everybody before `need`
    narrows. `concerns`: the open one of each pair that the reader may read. `loads` by guide."""

    ranked: Sequence[tuple[int, Need]]
    counts: Mapping[Need, int]
    concerns: Mapping[int, int]
    loads: Mapping[int, Load]
    cohorts: Sequence[Cohort]
    today: date

    @property
    def total(self) -> int:
        """How many learners there are."""
        return sum(self.counts.values())


def board(actor: Actor, narrowed: Narrowed, *, today: date) -> Board:
    """The learners that the actor oversees and whose pair goes on; a fixed number of queries. Of
    each it reads two numbers, and sorts them in the database."""
    everybody = visible_to(OVERSEE_PASSPORTS, actor).filter(summary__pair__state__in=BEGUN)
    concerns = dict(
        visible_to(READ_CONCERN, actor)
        .filter(state__in=OPEN)
        .order_by("-pk")
        .values_list("relationship_id", "pk")
    )
    rows = _narrow(everybody, narrowed)
    guiding = _guiding(rows)
    loads = loads_of(guiding)
    need = _need(concerns, _overloaded(guiding, loads), today)
    ordered = rows.annotate(need=need).order_by("need", "summary__seen_on", "pk")
    found = [(pk, Need(each)) for pk, each in ordered.values_list("pk", "need")]
    counts = Counter(each for _pk, each in found)
    cohorts = everybody.order_by().values_list("summary__pair__cohort_id", flat=True).distinct()
    return Board(
        ranked=[one for one in found if _is_wanted(one[1], narrowed.need)],
        counts={each: counts[each] for each in Need},
        concerns=concerns,
        loads=loads,
        cohorts=_cohorts(list(cohorts)),
        today=today,
    )


def board_rows(found: Board, ranked: Sequence[tuple[int, Need]]) -> list[BoardRow]:
    """The lines of one page of a board; three queries."""
    ids = [pk for pk, _need in ranked]
    rows = Passport.objects.filter(pk__in=ids).order_by().values(*COLUMNS)
    by_id = {row["pk"]: row for row in rows}
    guides = _guides({row["summary__pair_id"] for row in by_id.values()}, found.loads)
    domains = _domains({row["version_id"] for row in by_id.values()})
    return [_row(by_id[pk], need, found, guides, domains) for pk, need in ranked if pk in by_id]


def units_on(cohorts: Sequence[Cohort]) -> list[Unit]:
    """Units of the houses whose intakes these are; one query."""
    houses = {row.program.organization_id for row in cohorts}
    return list(Unit.objects.filter(organization__in=houses).order_by("name"))


COLUMNS = (
    "pk",
    "summary__pair_id",
    "version_id",
    "learner__given_name",
    "learner__family_name",
    "summary__signed",
    "summary__total",
    "summary__steps",
    "summary__seen_on",
    "summary__was_seen",
    "summary__lapses_on",
    "summary__lapses_id",
    "summary__lapses__name",
    "summary__starts_on",
    "summary__ends_on",
)


def _narrow(rows: QuerySet[Passport], narrowed: Narrowed) -> QuerySet[Passport]:
    if narrowed.program is not None:
        rows = rows.filter(summary__pair__program=narrowed.program)
    if narrowed.cohort is not None:
        rows = rows.filter(summary__pair__cohort=narrowed.cohort)
    if narrowed.unit is not None:
        here = Membership.objects.filter(
            person=OuterRef("learner_id"),
            organization=OuterRef("organization_id"),
            unit=narrowed.unit,
            ended_at__isnull=True,
        )
        rows = rows.filter(Exists(here))
    if narrowed.month is not None:
        first = narrowed.month
        rows = rows.filter(
            summary__starts_on__year=first.year, summary__starts_on__month=first.month
        )
    return rows


def _need(concerns: Iterable[int], over: Collection[int], today: date) -> Case:
    whens = [
        When(summary__pair__in=list(concerns), then=Value(Need.CONCERN)),
        When(summary__lapses_on__lt=today, then=Value(Need.LAPSED)),
        When(summary__pair__state=RelationshipState.PAUSED, then=Value(Need.RESTS)),
        When(summary__seen_on__lt=today - BOARD.unseen, then=Value(Need.UNSEEN)),
        When(summary__behind_on__lte=today, then=Value(Need.BEHIND)),
        When(summary__pair__in=over, then=Value(Need.OVERLOADED)),
        When(summary__lapses_on__lte=today + SOON, then=Value(Need.LAPSES)),
    ]
    return Case(*whens, default=Value(Need.ON_TRACK))


def _is_wanted(need: Need, wanted: Need | None) -> bool:
    return need == wanted if wanted is not None else need not in FINE


def _guiding(rows: QuerySet[Passport]) -> QuerySet[Party]:
    return Party.objects.filter(
        relationship__in=rows.order_by().values("summary__pair_id"),
        side=Side.GUIDE,
        left_at__isnull=True,
    )


def _overloaded(guiding: QuerySet[Party], loads: Mapping[int, Load]) -> list[int]:
    """Pairs whose guide carries too many."""
    people = [pk for pk, load in loads.items() if load == Load.OVER]
    if not people:
        return []
    return list(guiding.filter(person__in=people).values_list("relationship_id", flat=True))


def _cohorts(ids: Sequence[int | None]) -> list[Cohort]:
    rows = Cohort.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    return list(rows.select_related("program").order_by("program__name", "name"))


def _row(
    row: Mapping[str, Any],
    need: Need,
    found: Board,
    guides: Mapping[int, tuple[Guide, ...]],
    domains: Mapping[int, tuple[str, ...]],
) -> BoardRow:
    start, end = row["summary__starts_on"], row["summary__ends_on"]
    total, pair = row["summary__total"], row["summary__pair_id"]
    is_paced = start and end and end > start and total
    return BoardRow(
        passport=row["pk"],
        pair=pair,
        learner=f"{row['learner__given_name']} {row['learner__family_name']}".strip(),
        need=need,
        signed=row["summary__signed"],
        total=total,
        expected=expected_by(total, start, end, found.today) if is_paced else None,
        seen_on=row["summary__seen_on"],
        was_seen=row["summary__was_seen"],
        lapses_on=row["summary__lapses_on"],
        lapses=row["summary__lapses__name"] or "",
        lapses_id=row["summary__lapses_id"],
        concern=found.concerns.get(pair),
        steps=row["summary__steps"],
        domains=domains.get(row["version_id"], ()),
        guides=guides.get(pair, ()),
    )


def _guides(pairs: set[int], loads: Mapping[int, Load]) -> dict[int, tuple[Guide, ...]]:
    parties = Party.objects.filter(
        relationship__in=pairs, side=Side.GUIDE, left_at__isnull=True
    ).values_list("relationship_id", "person_id", "person__given_name", "person__family_name")
    found: dict[int, tuple[Guide, ...]] = {}
    for pair, person, *names in parties.order_by("pk"):
        guide = Guide(" ".join(names).strip(), loads.get(person, Load.UNDER))
        found[pair] = (*found.get(pair, ()), guide)
    return found


def _domains(versions: set[int]) -> dict[int, tuple[str, ...]]:
    """Names of domains with a competency, in their order, as summaries have them."""
    found: dict[int, tuple[str, ...]] = {}
    rows = Domain.objects.filter(version__in=versions, competencies__isnull=False).distinct()
    for version, name in rows.order_by("version", "position").values_list("version_id", "name"):
        found[version] = (*found.get(version, ()), name)
    return found
