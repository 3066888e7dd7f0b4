"""How the demanded meetings of a course stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.preceptorship.course_states import DONE, OPEN, DemandState
from guildhall.preceptorship.models import Course, DemandedMeeting, MeetingRecord
from guildhall.programs.plan import course_of
from guildhall.programs.program_template import CourseRules
from guildhall.programs.states import Side

M = MeetingState
BOTH = set(Side.values)
PREFETCHED = ("record__signatures__person",)


def rules_of(course: Course) -> CourseRules:
    """What the standard of its program asks; a plan that was changed since may ask for less."""
    return course_of(course.program.plan) or CourseRules(14, 14, 28, 7, "")


def day_of(course: Course, at: datetime) -> date:
    """The day of a moment where the house of the course is."""
    return at.astimezone(ZoneInfo(course.organization.time_zone)).date()


def record_of_meeting(row: DemandedMeeting) -> MeetingRecord | None:
    """What was written about it."""
    return getattr(row, "record", None)


def signed_sides(row: DemandedMeeting) -> set[str]:
    """Which sides have signed its record."""
    record = record_of_meeting(row)
    return {one.side for one in record.signatures.all()} if record else set()


def state_of(row: DemandedMeeting) -> DemandState:
    """How it stands: what was signed says most, then the meeting, then the demand itself."""
    signed = signed_sides(row)
    if signed:
        return DemandState.SIGNED if signed == BOTH else DemandState.SIGNED_ONE
    state = row.meeting.state if row.meeting else M.CANCELLED
    if state == M.HELD:
        return DemandState.HELD
    if state in (M.BOOKED, M.PROPOSED):
        return DemandState.BOOKED
    if row.escalated_at is not None:
        return DemandState.ESCALATED
    return DemandState.MISSED if state == M.MISSED else DemandState.DUE


@dataclass(frozen=True)
class DemandLine:
    """One demanded meeting. `on`: when it was or is to be, else the day by which it is due.
    `limit`: by then an unbooked one has a time, or goes to whoever coordinates."""

    row: DemandedMeeting
    state: DemandState
    on: date
    limit: date
    signed: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether it needs a time."""
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        """Whether it took place."""
        return self.state in DONE

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without a time."""
        return self.is_open and self.on < today

    def waits_for(self, side: str) -> bool:
        """Whether this side has still to write or sign its record."""
        return self.is_done and side not in self.signed


def demand_lines(course: Course) -> list[DemandLine]:
    """All demanded meetings of a course, in order; three queries."""
    return lines_of([course]).get(course.pk, [])


def lines_of(courses: Iterable[Course]) -> dict[int, list[DemandLine]]:
    """The same for several courses; three queries, however many there are."""
    of = {course.pk: course for course in courses}
    rows = DemandedMeeting.objects.filter(course__in=list(of)).select_related("meeting", "record")
    found: dict[int, list[DemandLine]] = {}
    for row in rows.prefetch_related("record__signatures").order_by("due_on", "pk"):
        row.course = of[row.course_id]
        found.setdefault(row.course_id, []).append(demand_line(row))
    return {pk: sorted(lines, key=lambda one: one.on) for pk, lines in found.items()}


def demand_line(row: DemandedMeeting) -> DemandLine:
    """How one stands."""
    state, meeting = state_of(row), row.meeting
    is_met = meeting is not None and state not in OPEN
    on = day_of(row.course, meeting.starts_at) if meeting and is_met else row.due_on
    since = row.due_on
    if state == DemandState.MISSED and meeting is not None:
        since = day_of(row.course, meeting.starts_at)
    limit = since + timedelta(days=rules_of(row.course).rebook_days)
    return DemandLine(row, state, on, limit, frozenset(signed_sides(row)))


def untied_meetings(course: Course) -> list[Meeting]:
    """Meetings of its pair that are booked or were held and fulfill no demand yet; one query."""
    rows = Meeting.objects.filter(
        relationship=course.relationship_id, state__in=(M.BOOKED, M.HELD), demanded__isnull=True
    )
    return list(rows.order_by("starts_at"))
