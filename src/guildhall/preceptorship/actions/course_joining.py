"""Courses begin with their pairs, rest and end with them, and go on with the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record_many
from guildhall.core.errors import WrongState
from guildhall.engine.course import last_day_for, longest_day
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_events import COURSE_OPENED, COURSE_RESTED
from guildhall.preceptorship.actions.course_rows import note_turn
from guildhall.preceptorship.actions.schedule_planning import lay_out, lay_out_anew, shift_open
from guildhall.preceptorship.course_states import Turn
from guildhall.preceptorship.models import Course, Stretch
from guildhall.preceptorship.queries.courses import course_on, courses_to_continue
from guildhall.preceptorship.queries.schedule import day_of
from guildhall.programs.plan import course_of
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.actions.continuing import plan_ends
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.actions.steps import complete_planned
from guildhall.relationships.beginnings import on_begin
from guildhall.relationships.endings import on_end, on_new_end, on_rest, on_waking
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import Terms, last_day
from guildhall.relationships.states import BEGUN


@dataclass(frozen=True)
class _Begun:
    """A pair that begins, with its learner and how much they work."""

    row: Relationship
    learner_id: int
    share: int


def open_course(*, relationship: Relationship, by: Actor, at: datetime) -> Course:
    """Open the course of a pair that began before its program followed a standard.

    The pair and those who coordinate it may; a second time changes nothing. Refuses a pair that has
    not begun or has ended, and a program without a standard.
    """
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        found = course_on(row)
        if found is not None:
            return found
        if row.state not in BEGUN:
            raise WrongState(
                _("A course is opened while a pair is active. This one is: %(state)s.")
                % {"state": row.get_state_display()}
            )
        open_courses([row], by, at)
        found = course_on(row)
        if found is None:
            raise WrongState(_("The program of this pair follows no standard for its course."))
    return found


@on_begin
def open_courses(relationships: Sequence[Relationship], by: Actor, at: datetime) -> None:
    """Each learner of a program that follows a standard begins a course, or goes on with the one
    that a former pair left. Nobody is told. A fixed number of statements a thousand pairs."""
    begun = _begun(relationships)
    going_on = courses_to_continue([(one.learner_id, one.row.program_id) for one in begun], at=at)
    new = []
    for one in begun:
        course = going_on.pop((one.learner_id, one.row.program_id), None)
        if course is None:
            new.append(one)
        else:
            _go_on(course, one, by=by, at=at)
    _open(new, by=by, at=at)


def _begun(rows: Sequence[Relationship]) -> list[_Begun]:
    of = {row.pk: row for row in rows if row.program and course_of(row.program.plan)}
    if not of:
        return []
    parties = Party.objects.filter(
        relationship__in=list(of), side=Side.LEARNER, left_at__isnull=True
    )
    found = {
        party.relationship_id: _Begun(
            of[party.relationship_id],
            party.person_id,
            party.enrollment.work_share if party.enrollment else 100,
        )
        for party in parties.select_related("enrollment").order_by("-pk")
    }
    return list(found.values())


def _open(begun: Sequence[_Begun], *, by: Actor, at: datetime) -> None:
    courses, ends, days = [], {}, {}
    for one in begun:
        terms = Terms.of(one.row)
        start = terms.start(one.row.opened_at or at)
        last = one.row.ends_on or last_day(terms.plan, start) or start
        days[one.row] = _last(one, start=start, last=last)
        courses.append(
            Course(
                learner_id=one.learner_id,
                organization=one.row.organization,
                program=one.row.program,
                relationship=one.row,
                begins_on=start,
                share=one.share,
                opened_at=at,
            )
        )
    Course.objects.bulk_create(courses, batch_size=1000)
    plan_ends(days)
    for course in courses:
        ends[course.pk] = days[course.relationship]
    lay_out(ends, courses)
    Stretch.objects.bulk_create(
        Stretch(course=course, relationship=course.relationship, began_on=course.begins_on)
        for course in courses
    )
    record_many(
        [
            build(
                COURSE_OPENED, by=by, subject=course, at=at, organization_id=course.organization_id
            )
            for course in courses
        ]
    )


def _last(one: _Begun, *, start: date, last: date) -> date:
    """Later for whoever works part-time, where the standard says so."""
    rules = course_of(one.row.program.plan) if one.row.program else None
    if rules is None or not rules.length_pro_rata or one.share >= 100:
        return last
    longest = longest_day(start=start, most_days=rules.most_days)
    return last_day_for(start=start, last=last, share=one.share, longest=longest)


def _go_on(course: Course, one: _Begun, *, by: Actor, at: datetime) -> None:
    """The next pair takes it over: the same last day, and what was done at the start stays done."""
    before = course.relationship
    if before.ends_on is not None:
        plan_ends({one.row: max(before.ends_on, day_of(course, at))})
    done = before.first_steps.filter(done_at__isnull=False).values_list("key", flat=True)
    for key in sorted(set(done) - {"", "charter"}):
        complete_planned(one.row, key, by=by, at=at)
    course.relationship = one.row
    course.save(update_fields=["relationship"])
    Stretch.objects.create(course=course, relationship=one.row, began_on=day_of(course, at))
    _wake(course, by=by, at=at)


@on_end
def end_stretch(row: Relationship, by: Actor, at: datetime) -> None:
    """The pair ends; the course waits for the next one, or was the last."""
    course = course_on(row)
    if course is not None:
        row.stretch.ended_on = day_of(course, at)
        row.stretch.save(update_fields=["ended_on"])


@on_rest
def begin_rest(row: Relationship, by: Actor, at: datetime) -> None:
    """From now on no day of the course counts."""
    course = course_on(row)
    if course is not None and course.rests_since is None:
        course.rests_since = day_of(course, at)
        course.save(update_fields=["rests_since"])


@on_waking
def end_rest(row: Relationship, by: Actor, at: datetime) -> None:
    """The last day and every open demand move by the days of the rest."""
    course = course_on(row)
    if course is not None:
        _wake(course, by=by, at=at)


def _wake(course: Course, *, by: Actor, at: datetime) -> None:
    if course.rests_since is None:
        return
    today, row = day_of(course, at), course.relationship
    days = (today - course.rests_since).days
    course.rests_since, course.resumed_on = None, today
    course.rested_days += days
    course.save(update_fields=["rests_since", "resumed_on", "rested_days"])
    if days:
        ends_on = (row.ends_on or today) + timedelta(days=days)
        plan_ends({row: ends_on})
        shift_open(course, days=days)
        note_turn(course, Turn.RESTED, COURSE_RESTED, by=by, at=at, days=days, until=ends_on)


@on_new_end
def follow_end(row: Relationship, by: Actor, at: datetime) -> None:
    """More time: the meetings follow the new last day."""
    course = course_on(row)
    if course is not None and row.ends_on is not None:
        lay_out_anew(course, end=row.ends_on)
