"""Programs, cohorts and people in them, made through the actions."""

from guildhall.directory.models import Organization, Person
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.cohorts import open_cohort
from guildhall.programs.actions.enrollments import enroll
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.states import Side
from tests.world import NOW, make_person


def make_program(
    organization: Organization,
    name: str = "Mentoring",
    template: str = "formal-mentoring-6",
    **changes: object,
) -> Program:
    """A program from a template."""
    return create_program(
        organization=organization,
        template_key=template,
        name=name,
        by=SYSTEM,
        at=NOW,
        changes=changes,
    )


def make_cohort(program: Program, name: str = "Spring 2027", **dates: object) -> Cohort:
    """An open cohort."""
    return open_cohort(program=program, name=name, by=SYSTEM, at=NOW, **dates)


def make_enrollment(
    cohort: Cohort, person: Person, side: str = Side.LEARNER, **values: object
) -> Enrollment:
    """Somebody who takes part."""
    return enroll(cohort=cohort, person=person, side=side, by=SYSTEM, at=NOW, **values)


def make_people(organization: Organization, count: int, *, start: int = 0) -> list[Person]:
    """Members with accounts, by number."""
    return [
        make_person(organization, f"Person{number} Number{number}")
        for number in range(start, start + count)
    ]


GUIDE_ANSWERS = {
    "skills_offered": {"triage": 5},
    "career_stage": "senior",
    "years_of_experience": 12,
    "values": ["craft"],
    "structure": 3,
    "languages": ["en"],
    "meeting_mode": ["video"],
    "availability": [[0, 540, 600]],
    "capacity": 2,
}
LEARNER_ANSWERS = {
    "skills_wanted": {"triage": 3},
    "hopes": "To lead a shift with calm.",
    "career_stage": "early",
    "years_of_experience": 1,
    "values": ["learning"],
    "structure": 4,
    "languages": ["en", "fa"],
    "meeting_mode": ["in_person"],
    "availability": [[1, 540, 600]],
}
LEARNER_BASELINE = {"confidence_next": 2, "competence_focus": 1, "goals_clear": 3}
GUIDE_BASELINE = {"competence_mentoring": 3}
