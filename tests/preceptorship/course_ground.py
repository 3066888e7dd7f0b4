"""A course brought to the state that a test needs, by the same actions that people use."""

from dataclasses import replace
from datetime import datetime, timedelta

from guildhall.meetings.actions.directly import Booking
from guildhall.permissions.actor import SYSTEM
from guildhall.preceptorship.actions.schedule_meetings import (
    RecordDraft,
    book_demanded,
    sign_record,
    write_record,
)
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.preceptorship.queries.courses import course_on
from guildhall.preceptorship.queries.schedule import DemandLine, demand_lines
from guildhall.programs.actions.enrollments import set_work_share
from guildhall.programs.models import Cohort
from guildhall.relationships.models import Relationship
from tests.matching.factories import CRITERIA, cohort_of, guide, learner
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, World

RECORD = RecordDraft("Both ratings, side by side", "Two rounds of medicines, watched")


def days(n: float) -> datetime:
    """So many days after the beginning."""
    return NOW + timedelta(days=n)


def nursing(world: World, *, level: str = "gold", **changes: object) -> Cohort:
    """A cohort of the nurse preceptorship, with Omar as a second preceptor who has a place."""
    program = make_program(
        world.alder,
        "Nurse preceptorship",
        template=f"nurse-preceptorship-{level}",
        criteria={**CRITERIA},
        prerequisites=[],
        **changes,
    )
    cohort = cohort_of(program)
    guide(cohort, world.omar, places=1)
    return cohort


def begun(world: World, *, level: str = "gold", share: int = 100, **changes: object) -> Course:
    """Gwen and Noor have begun; Noor works this percentage of full time."""
    cohort = nursing(world, level=level, **changes)
    gwen, noor = guide(cohort, world.gwen, places=2), learner(cohort, world.noor)
    if share != 100:
        noor = set_work_share(enrollment=noor, percent=share, by=SYSTEM, at=NOW)
    return of(make_pair(gwen, noor))


def of(pair: Relationship) -> Course:
    """The course on which a pair works, as it is now."""
    found = course_on(Relationship.objects.select_related("program").get(pk=pair.pk))
    assert found is not None
    return found


def fresh(course: Course) -> Course:
    """The row as it is now."""
    rows = Course.objects.select_related("learner", "organization", "program")
    return rows.select_related("relationship__program").get(pk=course.pk)


def lines(course: Course) -> list[DemandLine]:
    """How its demanded meetings stand."""
    return demand_lines(fresh(course))


def first(course: Course, kind: str = "initial") -> DemandedMeeting:
    """The first demanded meeting of a kind."""
    return next(line.row for line in lines(course) if line.row.kind == kind)


def booking(at: datetime, **changes: object) -> Booking:
    """An hour at the bedside's office."""
    return replace(Booking(at, 60, "in_person", "Ward office"), **changes)


def booked(
    course: Course,
    world: World,
    *,
    kind: str = "initial",
    at: datetime,
    on: datetime,
    by: str = "gwen",
) -> DemandedMeeting:
    """The first one of its kind that has no time, booked by whoever guides."""
    row = next(line.row for line in lines(course) if line.row.kind == kind and line.is_open)
    return book_demanded(demanded=row, booking=booking(on), by=world.actor(by), at=at)


def held(
    course: Course,
    world: World,
    *,
    kind: str = "initial",
    on: datetime,
    signs: bool = True,
    by: str = "gwen",
) -> DemandedMeeting:
    """Booked a day before, held, written by Gwen and, with `signs`, signed by Noor."""
    row = booked(course, world, kind=kind, at=on - timedelta(days=1), on=on, by=by)
    later = on + timedelta(hours=2)
    record = write_record(demanded=row, draft=RECORD, by=world.actor(by), at=later)
    if signs:
        sign_record(demanded=row, written_at=record.written_at, by=world.actor("noor"), at=later)
    return DemandedMeeting.objects.get(pk=row.pk)
