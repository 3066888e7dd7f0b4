"""The page of a passport: a matrix over time, both ratings, and where each competency stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.assessment.models import ObservationAsk, Passport, SignOff
from guildhall.assessment.queries.ratings import (
    Compared,
    RoundStanding,
    both_sheets,
    gaps_by_competency,
    rounds_of,
)
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.queries.weeks import Week, week_of, weeks_shown
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.engine.competence import Standing
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import BEGUN


@dataclass(frozen=True)
class Cell:
    """A level as it stood at the end of a week; `level` is None before anything was seen.
    `is_signed`: a sign-off was made in this stretch."""

    week: Week
    level: ScaleLevel | None
    is_signed: bool


@dataclass(frozen=True)
class Line:
    """One competency. `compared` is None until both sides have rated it and locked."""

    competency: Competency
    cells: tuple[Cell, ...]
    compared: Compared | None
    standing: Standing
    sign_off: SignOff | None

    @property
    def level(self) -> ScaleLevel | None:
        """The newest level."""
        return self.cells[-1].level if self.cells else None


@dataclass(frozen=True)
class Group:
    """The competencies of one domain."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PassportPage:
    """Everything on the page. `pair` is the newest that works with it now, `guides` whoever guides
    in one now."""

    passport: Passport
    record: Record
    groups: tuple[Group, ...]
    weeks: tuple[Week, ...]
    rounds: tuple[RoundStanding, ...]
    guides: tuple[Party, ...]
    pair: Relationship | None
    asks: tuple[ObservationAsk, ...]
    week: int
    weeks_planned: int | None
    today: date

    @property
    def lines(self) -> list[Line]:
        """All competencies in the order of the framework."""
        return [line for group in self.groups for line in group.lines]

    @property
    def signed(self) -> int:
        """How many sign-offs hold today."""
        return sum(1 for line in self.lines if line.standing.is_in_force)

    @property
    def total(self) -> int:
        """How many competencies there are."""
        return len(self.record.competencies)

    def asked_of(self, person_id: int) -> set[int]:
        """Ids of the competencies that this person was asked to watch."""
        return {ask.competency_id for ask in self.asks if ask.asked_id == person_id}

    @property
    def newest_round(self) -> RoundStanding | None:
        """The round that counts now."""
        return self.rounds[0] if self.rounds else None


def passport_page(passport: Passport, today: date) -> PassportPage:
    """The page; the caller has asked whether the reader may see it, and has loaded the passport
    with its learner, organization, framework and version. A fixed number of queries."""
    record = record_of(passport)
    rounds = rounds_of(passport)
    settled = next((one.round for one in rounds if one.is_settled), None)
    gaps = gaps_by_competency(both_sheets(settled, record)) if settled else {}
    began = record.day(passport.opened_at)
    weeks = weeks_shown(began, today)
    guides = _guides(passport)
    pair = guides[0].relationship if guides else None
    ends = pair.ends_on if pair else None
    return PassportPage(
        passport=passport,
        record=record,
        groups=_groups(record, weeks, gaps, today),
        weeks=weeks,
        rounds=tuple(rounds),
        guides=guides,
        pair=pair,
        asks=_asks(passport),
        week=week_of(began, today),
        weeks_planned=week_of(began, ends) if ends and ends >= today else None,
        today=today,
    )


def _groups(
    record: Record, weeks: Sequence[Week], gaps: Mapping[int, Compared], today: date
) -> tuple[Group, ...]:
    lines: dict[str, list[Line]] = {}
    standings = record.standings(today=today)
    for one in record.competencies:
        line = Line(
            competency=one,
            cells=_cells(record, one, weeks),
            compared=gaps.get(one.pk),
            standing=standings[one.pk],
            sign_off=record.holding(one),
        )
        lines.setdefault(one.domain.name, []).append(line)
    return tuple(Group(name, tuple(found)) for name, found in lines.items())


def _cells(record: Record, competency: Competency, weeks: Sequence[Week]) -> tuple[Cell, ...]:
    observed = record.observations.get(competency.pk, ())
    seen = [(record.day(row.seen_at), 0, row.level_id) for row in observed]
    made = record.sign_offs.get(competency.pk, ())
    signed = [(record.day(row.signed_at), 1, row.level_id) for row in made]
    steps = sorted([*seen, *signed], key=lambda step: step[:2])
    cells: list[Cell] = []
    before = date.min
    for week in weeks:
        come = [level for day, _kind, level in steps if day <= week.until]
        fresh = any(before < day <= week.until for day, _kind, _level in signed)
        cells.append(Cell(week, record.level_of[come[-1]] if come else None, fresh))
        before = week.until
    return tuple(cells)


def _guides(passport: Passport) -> tuple[Party, ...]:
    rows = Party.objects.filter(
        relationship__passports=passport,
        relationship__state__in=BEGUN,
        side=Side.GUIDE,
        left_at__isnull=True,
    ).select_related("person", "relationship__program")
    return tuple(rows.order_by("-relationship__opened_at", "-relationship_id", "pk"))


def _asks(passport: Passport) -> tuple[ObservationAsk, ...]:
    rows = ObservationAsk.objects.filter(passport=passport, observation=None, declined_at=None)
    return tuple(rows.select_related("asked", "competency"))
