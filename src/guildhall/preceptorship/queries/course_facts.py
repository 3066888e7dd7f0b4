"""What is known of courses, read in a fixed number of queries, and the next move in each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guildhall.agreements.models import AgreementVersion, Signature
from guildhall.agreements.queries.standing import NONE
from guildhall.preceptorship.course_states import MeetingKind
from guildhall.preceptorship.models import Course, LearningPlan, NeedsSheet, PlanSignature
from guildhall.preceptorship.queries.learning import plan_by
from guildhall.preceptorship.queries.schedule import DemandLine, lines_of, rules_of
from guildhall.programs.plan import space_of
from guildhall.relationships.models import Party
from guildhall.relationships.states import UNDER_WAY

# So long before its day a meeting without a time is worth a word.
SOON = timedelta(days=14)
RECORD, SIGN_RECORD, CHARTER, SIGN_CHARTER = "record", "sign_record", "charter", "sign_charter"
BOOK, NEEDS, PLAN, AGREE_PLAN, BOOK_AHEAD = "book", "needs", "plan", "agree_plan", "book_ahead"


@dataclass(frozen=True)
class Charter:
    """How far the charter of the pair is; `signed`: ids of the people under its newest version."""

    is_written: bool = False
    holds: bool = False
    signed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facts:
    """How far one course is, without a word that its pair wrote."""

    course: Course
    lines: tuple[DemandLine, ...]
    charter: Charter
    shared: frozenset[str]
    plan: LearningPlan | None
    plan_signed: frozenset[str]
    plan_holds: bool

    @property
    def has_charter(self) -> bool:
        """Whether its program knows agreements at all."""
        return space_of(self.course.program.plan).expectations != NONE

    @property
    def ahead(self) -> DemandLine | None:
        """The next demanded meeting that did not take place."""
        return next((line for line in self.lines if not line.is_done), None)

    @property
    def book_by(self) -> date:
        """The day by which everything ahead has a time."""
        days = rules_of(self.course).book_by_days + self.course.rested_days
        return self.course.begins_on + timedelta(days=days)


@dataclass(frozen=True)
class CourseMove:
    """What is to be done next in a course, by when, and about which meeting."""

    kind: str
    by: date
    line: DemandLine | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.by < today


def facts_of(courses: Sequence[Course]) -> dict[int, Facts]:
    """The facts of these courses; eight queries, however many they are."""
    ids = [course.pk for course in courses]
    lines = lines_of(courses)
    charters = _charters({course.relationship_id for course in courses})
    shared: dict[int, set[str]] = defaultdict(set)
    sheets = NeedsSheet.objects.filter(course__in=ids, shared_at__isnull=False)
    for course_id, side in sheets.values_list("course_id", "side"):
        shared[course_id].add(side)
    plans: dict[int, list[LearningPlan]] = defaultdict(list)
    for plan in LearningPlan.objects.filter(course__in=ids).order_by("number"):
        plans[plan.course_id].append(plan)
    newest = {pk: found[-1] for pk, found in plans.items()}
    signed: dict[int, set[str]] = defaultdict(set)
    rows = PlanSignature.objects.filter(plan__in=[plan.pk for plan in newest.values()])
    for plan_id, side in rows.values_list("plan_id", "side"):
        signed[plan_id].add(side)
    return {
        course.pk: Facts(
            course=course,
            lines=tuple(lines.get(course.pk, ())),
            charter=charters.get(course.relationship_id, Charter()),
            shared=frozenset(shared[course.pk]),
            plan=newest.get(course.pk),
            plan_signed=frozenset(signed[newest[course.pk].pk] if course.pk in newest else ()),
            plan_holds=any(plan.agreed_at for plan in plans[course.pk]),
        )
        for course in courses
    }


def _charters(pair_ids: Collection[int]) -> dict[int, Charter]:
    versions = AgreementVersion.objects.filter(relationship__in=pair_ids).defer("sealed")
    newest: dict[int, AgreementVersion] = {}
    holding: set[int] = set()
    for version in versions.order_by("number"):
        newest[version.relationship_id] = version
        if version.in_force_at is not None:
            holding.add(version.relationship_id)
    signed: dict[int, set[int]] = defaultdict(set)
    rows = Signature.objects.filter(version__in=[one.pk for one in newest.values()])
    for version_id, person_id in rows.values_list("version_id", "party__person_id"):
        signed[version_id].add(person_id)
    return {
        pair: Charter(True, pair in holding, frozenset(signed[version.pk]))
        for pair, version in newest.items()
    }


def next_move(facts: Facts, *, side: str, person_id: int, today: date) -> CourseMove | None:
    """The one thing that this side does next; None where nothing waits or the pair rests.

    What the other waits for comes first, then the first two weeks in their order, then the
    meetings.
    """
    if facts.course.relationship.state not in UNDER_WAY:
        return None
    moves = (
        _record(facts, side),
        _charter(facts, person_id),
        _first_meeting(facts),
        _learning(facts, side),
        _booking(facts, today),
    )
    return next((move for move in moves if move is not None), None)


def own_courses(person_id: int) -> list[tuple[Course, str]]:
    """Courses that go on, in whose pair the person is now, with their side; one query."""
    parties = Party.objects.filter(
        person=person_id,
        left_at__isnull=True,
        relationship__state__in=UNDER_WAY,
        relationship__course__isnull=False,
    )
    names = ("learner", "organization", "program", "relationship")
    found = parties.select_related(*(f"relationship__course__{name}" for name in names))
    return [(party.relationship.course, str(party.side)) for party in found.order_by("pk")]


def courses_with_moves(person_id: int, *, today: date) -> list[tuple[Course, CourseMove]]:
    """What waits for somebody in all of their courses; nine queries, however many there are, and
    one where there is none."""
    own = own_courses(person_id)
    if not own:
        return []
    facts = facts_of([course for course, _side in own])
    found = []
    for course, side in own:
        move = next_move(facts[course.pk], side=side, person_id=person_id, today=today)
        if move is not None:
            found.append((course, move))
    return found


def _record(facts: Facts, side: str) -> CourseMove | None:
    for line in facts.lines:
        if line.waits_for(side):
            kind = SIGN_RECORD if line.signed else RECORD
            return CourseMove(kind, line.on + timedelta(days=7), line)
    return None


def _charter(facts: Facts, person_id: int) -> CourseMove | None:
    """The next preceptor signs it anew, in their own first two weeks."""
    charter, opened = facts.charter, facts.course.relationship.opened_at
    if not facts.has_charter:
        return None
    by = plan_by(facts.course)
    if opened is not None:
        by = max(by, opened.date() + timedelta(days=rules_of(facts.course).plan_days))
    if not charter.is_written:
        return CourseMove(CHARTER, by)
    if person_id not in charter.signed:
        return CourseMove(SIGN_CHARTER, by)
    return None


def _first_meeting(facts: Facts) -> CourseMove | None:
    for line in facts.lines:
        if line.row.kind == MeetingKind.INITIAL and line.is_open:
            return CourseMove(BOOK, line.on, line)
    return None


def _learning(facts: Facts, side: str) -> CourseMove | None:
    by = plan_by(facts.course)
    if facts.plan is not None:
        waits = side not in facts.plan_signed and facts.plan.agreed_at is None
        return CourseMove(AGREE_PLAN, by) if waits else None
    if side not in facts.shared:
        return CourseMove(NEEDS, by)
    return CourseMove(PLAN, by)


def _booking(facts: Facts, today: date) -> CourseMove | None:
    unbooked = [line for line in facts.lines if line.is_open]
    if not unbooked:
        return None
    first = unbooked[0]
    if first.on <= today + SOON:
        return CourseMove(BOOK, first.on, first)
    if today >= facts.book_by - SOON:
        return CourseMove(BOOK_AHEAD, facts.book_by, first)
    return None
