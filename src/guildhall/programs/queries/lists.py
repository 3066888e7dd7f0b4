"""Programs, cohorts and their people, for the pages that list them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from guildhall.core.recent import Recent
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_ENROLLMENT, SEE_PROGRAM, VISIT_PROGRAM, reads_whole
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.plan import Plan, read_plan
from guildhall.programs.queries.stages import Stage, stage_of
from guildhall.programs.states import EnrollmentState, Side

S = EnrollmentState
IN_SCREENING = (S.APPLIED, S.SCREENING)
TAKING_PART = (S.APPROVED, S.WAITING, S.MATCHED)
UNMATCHED = (S.APPROVED, S.WAITING)
# From so many in one state on, their number may be a few seconds old.
CROWD = 2000
CROWDS: Recent[int, dict[str, dict[str, int]]] = Recent(seconds=5)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many enrollments stand in which state, by side; only those that the reader sees."""

    by_side: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, side: str, *states: str) -> int:
        """How many of a side stand in one of these states; in any, where none is named."""
        counts = self.by_side.get(side, {})
        return sum(count for state, count in counts.items() if not states or state in states)

    def both(self, *states: str) -> int:
        """The same over both sides."""
        return sum(self.of(side, *states) for side in Side.values)

    @property
    def guides(self) -> int:
        """Guides who take part."""
        return self.of(Side.GUIDE, *TAKING_PART)

    @property
    def learners(self) -> int:
        """Learners who take part."""
        return self.of(Side.LEARNER, *TAKING_PART)

    @property
    def in_screening(self) -> int:
        """Applications that wait for a decision."""
        return self.both(*IN_SCREENING)

    @property
    def unmatched_learners(self) -> int:
        """Learners who could be matched and are not yet."""
        return self.of(Side.LEARNER, *UNMATCHED)


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort with its stage and counts."""

    cohort: Cohort
    stage: Stage
    counts: Counts


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program with its plan, the stage of its newest cohort, and its people."""

    program: Program
    plan: Plan
    current: Cohort | None
    stage: Stage | None
    cohorts: int
    counts: Counts


def program_rows(actor: Actor, programs: Iterable[Program], *, today: date) -> list[ProgramRow]:
    """Rows for these programs, in their order; two queries however many there are."""
    wanted = list(programs)
    cohorts: dict[int, list[Cohort]] = defaultdict(list)
    rows = Cohort.objects.filter(program__in=wanted, archived_at__isnull=True)
    for cohort in rows.order_by(F("starts_on").desc(nulls_last=True), "-pk"):
        cohorts[cohort.program_id].append(cohort)
    counts = _counts(actor, "cohort__program_id", Q(cohort__program__in=wanted))
    return [_program_row(row, cohorts[row.pk], counts, today=today) for row in wanted]


def _program_row(
    program: Program, cohorts: list[Cohort], counts: Mapping[int, Counts], *, today: date
) -> ProgramRow:
    plan = read_plan(program.plan)
    current = cohorts[0] if cohorts else None
    return ProgramRow(
        program=program,
        plan=plan,
        current=current,
        stage=stage_of(current, plan, today=today) if current else None,
        cohorts=len(cohorts),
        counts=counts.get(program.pk, Counts()),
    )


def programs_of(actor: Actor, *, is_archived: bool = False) -> QuerySet[Program]:
    """Programs that the actor may open, running or put away."""
    return visible_to(
        VISIT_PROGRAM,
        actor,
        Program.objects.filter(archived_at__isnull=not is_archived).select_related("organization"),
    )


def programs_in_sight(actor: Actor) -> QuerySet[Program]:
    """Programs that the actor sees whole, those put away included, by name; without plans."""
    return visible_to(SEE_PROGRAM, actor).only("name", "summary", "archived_at").order_by("name")


def programs_by_id(ids: Collection[int]) -> dict[int, Program]:
    """These programs with their plans; one query."""
    return Program.objects.only("name", "plan").in_bulk(list(ids))


def cohort_rows(actor: Actor, program: Program, *, today: date) -> list[CohortRow]:
    """The cohorts of a program, newest first; two queries."""
    plan = read_plan(program.plan)
    cohorts = program.cohorts.order_by(
        F("archived_at").asc(nulls_first=True), F("starts_on").desc(nulls_last=True), "-pk"
    )
    counts = _counts(actor, "cohort_id", Q(cohort__program=program))
    return [
        CohortRow(row, stage_of(row, plan, today=today), counts.get(row.pk, Counts()))
        for row in cohorts
    ]


def cohort_counts(actor: Actor, cohort: Cohort) -> Counts:
    """How the people of one cohort stand; one query.

    Where thousands stand in one state, their number may be a few seconds old; all others are
    counted as they are now. To count 40,000 anew for each page takes longer than the page.
    """
    rows = enrollments_in(actor, cohort)
    if not reads_whole(actor, cohort.program):
        return _grouped(rows, "cohort_id").get(cohort.pk, Counts())
    many = CROWDS.get(cohort.pk)
    if many is None:
        counts = _grouped(rows, "cohort_id").get(cohort.pk, Counts())
        CROWDS.keep(cohort.pk, _crowds(counts))
        return counts
    if not many:
        return _grouped(rows, "cohort_id").get(cohort.pk, Counts())
    # Both sides are named, so that the database goes straight to the few states left.
    few = rows.filter(side__in=Side.values, state__in=set(S.values) - many.keys())
    now = _grouped(few, "cohort_id").get(cohort.pk, Counts())
    return Counts(
        {
            side: {
                **now.by_side.get(side, {}),
                **{state: sides[side] for state, sides in many.items() if side in sides},
            }
            for side in Side.values
        }
    )


def _crowds(counts: Counts) -> dict[str, dict[str, int]]:
    """Of the states that have thousands, how many stand in them, by side."""
    sides = {side: dict(counts.by_side.get(side, {})) for side in Side.values}
    return {
        state: {side: states[state] for side, states in sides.items() if state in states}
        for state in S.values
        if counts.both(state) >= CROWD
    }


def enrollments_in(
    actor: Actor, cohort: Cohort, *, people: Collection[int] | None = None
) -> QuerySet[Enrollment]:
    """Those of a cohort that the actor sees, of some people only where they are named."""
    if people is None:
        rows = Enrollment.objects.filter(cohort=cohort)
    else:  # a range, since an equality would have the database read the whole cohort
        within = {"cohort_id__gte": cohort.pk, "cohort_id__lte": cohort.pk}
        rows = Enrollment.objects.filter(person_id__in=people, **within)
    is_whole = reads_whole(actor, cohort.program)
    return rows if is_whole else visible_to(SEE_ENROLLMENT, actor, rows)


def _counts(actor: Actor, column: str, condition: Q) -> dict[int, Counts]:
    rows = visible_to(SEE_ENROLLMENT, actor, Enrollment.objects.filter(condition))
    return _grouped(rows, column)


def _grouped(rows: QuerySet[Enrollment], column: str) -> dict[int, Counts]:
    grouped = rows.order_by().values_list(column, "side", "state").annotate(n=Count("*"))
    found: dict[int, dict[str, dict[str, int]]] = {}
    for key, side, state, count in grouped:
        found.setdefault(key, {}).setdefault(side, {})[state] = count
    return {key: Counts(by_side) for key, by_side in found.items()}
