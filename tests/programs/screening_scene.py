"""Applications that wait for their screening, made as a submitted form leaves them."""

from datetime import datetime, timedelta

from guildhall.directory.models import Person
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.actions.screening import begin_screening
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.programs.actions.screening_rating import save_rating
from guildhall.programs.models import Cohort, Enrollment, Program, ProgramGrant, Rating
from guildhall.programs.queries.screening_standing import rubric_of
from guildhall.programs.rubric import Rubric
from guildhall.programs.states import EnrollmentState, ProgramRole, Side
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW, World

MORE = timedelta(minutes=1)


def make_screened_cohort(world: World) -> Cohort:
    """A cohort of a preceptorship, whose preceptors are screened by two raters."""
    program = make_program(world.alder, "Nurse preceptorship", "nurse-preceptorship-core")
    return make_cohort(program)


def make_application(
    cohort: Cohort,
    person: Person,
    *,
    side: str = Side.GUIDE,
    applied_at: datetime = NOW,
    begins: bool = True,
) -> Enrollment:
    """An application that was handed in."""
    enrollment = Enrollment.objects.create(
        cohort=cohort,
        person=person,
        side=side,
        state=EnrollmentState.APPLIED,
        created_at=applied_at,
        applied_at=applied_at,
    )
    if begins:
        begin_screening(enrollment=enrollment, at=applied_at)
    return enrollment


def grant(program: Program, person: Person, role: str = ProgramRole.SCREENER) -> Actor:
    """A role in the program; returns the actor that has it."""
    ProgramGrant.objects.create(program=program, person=person, role=role, granted_at=NOW)
    return actor_for(account_id=person.account_id, person_id=person.pk)


def whole_rubric(enrollment: Enrollment) -> Rubric:
    """The rubric of an application that has one."""
    rubric = rubric_of(enrollment)
    assert rubric is not None
    return rubric


def scores_of(rubric: Rubric, total: int) -> dict[str, int]:
    """Scores that add up to a total, as even as they can be; 0s only where it is too small."""
    count = len(rubric.items)
    low, more = divmod(total, count)
    return {item.key: low + (index < more) for index, item in enumerate(rubric.items)}


def rate(
    enrollment: Enrollment, by: Actor, total: int, *, at: datetime = NOW, note: str = ""
) -> Rating:
    """A rating with this total, handed in."""
    scores = scores_of(whole_rubric(enrollment), total)
    return save_rating(enrollment=enrollment, scores=scores, hands_in=True, by=by, at=at, note=note)


def open_gates(enrollment: Enrollment, by: Actor, *, at: datetime = NOW) -> None:
    """Note that every gate holds."""
    rubric = whole_rubric(enrollment)
    note_gates(enrollment=enrollment, holds={gate.key: True for gate in rubric.gates}, by=by, at=at)
