"""The page of a course: where it is in its months, and everything that belongs to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.models import Passport
from guildhall.engine.hours import Line, standing
from guildhall.hours.access import READ_ENTRY
from guildhall.hours.models import TimeEntry
from guildhall.hours.queries.pair import worked_of
from guildhall.hours.queries.rules import asked_by, share_of
from guildhall.hours.states import EntryKind
from guildhall.meetings.models import Meeting
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.access import READ_PROTECTED_TIME
from guildhall.preceptorship.course_access import HAND_OVER_COURSE, RUN_COURSE
from guildhall.preceptorship.models import Course, CourseTurn, Stretch
from guildhall.preceptorship.queries.course_facts import CourseMove, Facts, facts_of, next_move
from guildhall.preceptorship.queries.learning import (
    NeedsLine,
    PlanShown,
    needs_lines,
    plan_shown,
    plans_of,
    sheets_of,
)
from guildhall.preceptorship.queries.protected_time import ProtectedTime, protected_time
from guildhall.preceptorship.queries.schedule import day_of, rules_of, untied_meetings
from guildhall.programs.plan import hours_of
from guildhall.programs.states import Side
from guildhall.relationships.models import Party


@dataclass(frozen=True)
class CoursePage:
    """Everything on the page. `side` is empty for whoever is not one of the pair: then no text
    that the pair wrote is in here."""

    course: Course
    facts: Facts
    side: str
    move: CourseMove | None
    today: date
    supernumerary: Line | None
    supernumerary_until: date | None
    needs: tuple[NeedsLine, ...]
    plan: PlanShown | None
    proposed: PlanShown | None
    untied: tuple[Meeting, ...]
    stretches: tuple[Stretch, ...]
    turns: tuple[CourseTurn, ...]
    protected: ProtectedTime | None
    passport: Passport | None
    can_run: bool
    can_hand_over: bool

    @property
    def month(self) -> int:
        """Which month it is in, from 1."""
        return max(1, (self.today - self.course.begins_on).days // 30 + 1)

    @property
    def handover(self) -> Stretch | None:
        """The newest note that was handed over."""
        before = [one for one in self.stretches if one.handover]
        return before[-1] if before else None

    @property
    def held(self) -> int:
        """How many demanded meetings took place."""
        return sum(1 for line in self.facts.lines if line.is_done)


def course_page(course: Course, *, actor: Actor, at: datetime) -> CoursePage:
    """The page for this reader; the caller has asked whether they may see it. A fixed number of
    queries."""
    today = day_of(course, at)
    facts = facts_of([course])[course.pk]
    side = _side(course, actor)
    move = None
    if side and actor.person_id is not None:
        move = next_move(facts, side=side, person_id=actor.person_id, today=today)
    line, until = supernumerary(course, actor=actor)
    plan, proposed = _plans(course, today=today) if side else (None, None)
    return CoursePage(
        course=course,
        facts=facts,
        side=side,
        move=move,
        today=today,
        supernumerary=line,
        supernumerary_until=until,
        needs=tuple(needs_lines(course, sheets_of(course), side=side)) if side else (),
        plan=plan,
        proposed=proposed,
        untied=tuple(untied_meetings(course)) if side else (),
        stretches=_stretches(course, is_open=bool(side)),
        turns=tuple(_turns(course, is_open=bool(side) or may(RUN_COURSE, actor, course))),
        protected=_protected(course, actor, at),
        passport=_passport(course, actor),
        can_run=may(RUN_COURSE, actor, course),
        can_hand_over=may(HAND_OVER_COURSE, actor, course),
    )


def supernumerary(course: Course, *, actor: Actor) -> tuple[Line | None, date | None]:
    """The hours beyond the numbers in all pairs of the course, and when that time ends; None where
    the program asks for none."""
    rules = hours_of(course.program.plan)
    if EntryKind.SUPERNUMERARY not in rules.kinds:
        return None, None
    pairs = course.stretches.order_by().values("relationship_id")
    rows = TimeEntry.objects.filter(
        relationship__in=pairs, person=course.learner_id, kind=EntryKind.SUPERNUMERARY
    )
    entries = visible_to(READ_ENTRY, actor, rows).select_related("site", "unit")
    found = standing(
        worked_of(entries), asked_by(rules), share=share_of(course.relationship, course.learner_id)
    )
    line = next(one for one in found.lines if one.key == EntryKind.SUPERNUMERARY)
    days = rules_of(course).supernumerary_days
    until = course.begins_on + timedelta(days=days - 1) if days else None
    return line, until


def _side(course: Course, actor: Actor) -> str:
    party = Party.objects.filter(
        relationship=course.relationship_id, person=actor.person_id or 0, left_at__isnull=True
    ).first()
    return str(party.side) if party else ""


def _plans(course: Course, *, today: date) -> tuple[PlanShown | None, PlanShown | None]:
    """The version that holds, and the one that waits for a yes."""
    plans = plans_of(course)
    holding = [plan for plan in plans if plan.agreed_at is not None]
    newest = plans[-1] if plans and plans[-1].agreed_at is None else None
    return (
        plan_shown(course, holding[-1], today=today) if holding else None,
        plan_shown(course, newest, today=today) if newest else None,
    )


def _stretches(course: Course, *, is_open: bool) -> tuple[Stretch, ...]:
    rows = course.stretches.select_related("handed_by")
    return tuple(rows if is_open else rows.defer("handover"))


def _turns(course: Course, *, is_open: bool) -> list[CourseTurn]:
    rows = course.turns.select_related("by")
    return list(rows if is_open else rows.defer("words"))


def _passport(course: Course, actor: Actor) -> Passport | None:
    """The learner's passport, for whoever may read it."""
    rows = Passport.objects.filter(relationships=course.relationship_id, learner=course.learner_id)
    return visible_to(READ_PASSPORT, actor, rows).first()


def _protected(course: Course, actor: Actor, at: datetime) -> ProtectedTime | None:
    """The ledger of whoever guides, for whoever may read it."""
    guides = Party.objects.filter(
        relationship=course.relationship_id, side=Side.GUIDE, left_at__isnull=True
    )
    party = guides.select_related("person").first()
    if party is None or not may(READ_PROTECTED_TIME, actor, party.person):
        return None
    return protected_time([party.person], actor=actor, at=at)[party.person_id]
