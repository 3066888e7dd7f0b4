"""The demanded meetings of courses are laid out, and laid out anew when days move."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from guildhall.engine.course import Demand, Demanded, demands
from guildhall.preceptorship.course_states import MeetingKind
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.preceptorship.queries.schedule import DemandLine, demand_lines, rules_of
from guildhall.programs.program_template import CourseRules

LAID_OUT = 1000


def asked_of(rules: CourseRules) -> Demanded:
    """The same as the engine takes it."""
    return Demanded(first_days=rules.first_meeting_days, most_gap=rules.most_gap_days)


def lay_out(ends: dict[int, date], courses: Iterable[Course]) -> None:
    """The meetings of new courses, in one statement a thousand; `ends` by the id of the course."""
    rows = [
        DemandedMeeting(course=course, kind=one.kind, due_on=one.by)
        for course in courses
        for one in demands(asked_of(rules_of(course)), start=course.begins_on, end=ends[course.pk])
    ]
    DemandedMeeting.objects.bulk_create(rows, batch_size=LAID_OUT)


def lay_out_anew(course: Course, *, end: date) -> None:
    """Another last day: what was held or has a time stays, everything else follows. The course is
    held."""
    lines = demand_lines(course)
    kept = [line for line in lines if not line.is_open]
    anchors = [(line.row.kind, line.on) for line in kept]
    if course.resumed_on is not None:
        anchors.append(("rest", course.resumed_on))
    start = course.begins_on + timedelta(days=course.rested_days)
    wanted = demands(asked_of(rules_of(course)), start=start, end=end, held=anchors)
    _fit(course, [line for line in lines if line.is_open], wanted)


def shift_open(course: Course, *, days: int) -> None:
    """After a rest: every open demand is due so many days later. The course is held."""
    rows = [line.row for line in demand_lines(course) if line.is_open]
    for row in rows:
        row.due_on += timedelta(days=days)
        row.escalated_at = None
    DemandedMeeting.objects.bulk_update(rows, ["due_on", "escalated_at"])


def _fit(course: Course, free: list[DemandLine], wanted: Iterable[Demand]) -> None:
    """Open demands take the new days by their kind; what is missing is made, what is left goes."""
    by_kind: dict[str, list[DemandedMeeting]] = defaultdict(list)
    for line in free:
        by_kind[line.row.kind].append(line.row)
    moved, new = [], []
    for one in wanted:
        if by_kind[one.kind]:
            row = by_kind[one.kind].pop(0)
            # The first meeting stays due when it was due.
            if row.kind != MeetingKind.INITIAL:
                row.due_on = one.by
            moved.append(row)
        else:
            new.append(DemandedMeeting(course=course, kind=one.kind, due_on=one.by))
    DemandedMeeting.objects.bulk_update(moved, ["due_on"])
    left = [row.pk for rows in by_kind.values() for row in rows]
    DemandedMeeting.objects.filter(pk__in=left).delete()
    DemandedMeeting.objects.bulk_create(new)
