"""Circles and people who may sit in them."""

from guildhall.mentoring.actions.circles import (
    CircleDraft,
    start_circle_in_program,
    start_own_circle,
)
from guildhall.mentoring.circle_states import Joining
from guildhall.mentoring.models import Circle
from guildhall.programs.models import Enrollment
from tests.matching.factories import cohort_of, guide, learner
from tests.programs.factories import make_program
from tests.world import NOW, World, make_person


def draft(**values: object) -> CircleDraft:
    """A circle about sleep, with two seats that are free to take."""
    return CircleDraft(
        **{
            "title": "Night shifts",
            "topic": "How we sleep",
            "seats": 2,
            "joining": Joining.FREE,
            **values,
        }
    )


def own_circle(world: World, **values: object) -> Circle:
    """Gwen's circle, open to Alder Bay."""
    return start_own_circle(
        organization=world.alder, draft=draft(**values), by=world.actor("gwen"), at=NOW
    )


def program_circle(
    world: World, *, places: int = 5, capacity: int = 5, circle: object = None, **values: object
) -> tuple[Circle, Enrollment]:
    """Gwen's circle in a program, in which Noor and Tomas take part, and Noor's enrollment."""
    changes = {"circle": circle} if circle else {}
    program = make_program(
        world.alder, "Circles", template="mentoring-circle", prerequisites=[], **changes
    )
    cohort = cohort_of(program)
    gwen = guide(cohort, world.gwen, places=places)
    world.gwen.profile.capacity = capacity
    world.gwen.profile.save()
    noor = learner(cohort, world.noor)
    learner(cohort, world.tomas)
    made = start_circle_in_program(
        enrollment=gwen, draft=draft(**values), by=world.actor("gwen"), at=NOW
    )
    return made, noor


def many_people(world: World, number: int) -> list:
    """So many more members of Alder Bay."""
    return [make_person(world.alder, f"Member{n} Alder") for n in range(number)]
