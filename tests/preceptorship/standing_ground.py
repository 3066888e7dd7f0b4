"""Standings at the states that a test needs, by the same actions that people use."""

from datetime import date, datetime, timedelta

from guildhall.directory.models import Organization, Person
from guildhall.preceptorship.actions.standings import Before, certify, take_up
from guildhall.preceptorship.actions.training import TrainingDraft, record_training
from guildhall.preceptorship.models import Standing
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.actions.prerequisites import list_prerequisites
from guildhall.programs.models import Enrollment
from guildhall.programs.plan import read_plan
from guildhall.programs.states import EnrollmentState, Side
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW, World

TODAY = NOW.date()
BEFORE = Before(trained_on=TODAY - timedelta(days=400))


def days(n: float) -> datetime:
    """So many days after the world's moment."""
    return NOW + timedelta(days=n)


def applied(world: World, person: Person | None = None, *, name: str = "Nurses") -> Enrollment:
    """Gwen hands in an application to guide in a preceptorship that asks for the course."""
    program = make_program(world.alder, name, "nurse-preceptorship-core")
    enrollment = Enrollment.objects.create(
        cohort=make_cohort(program),
        person=person or world.gwen,
        side=Side.GUIDE,
        state=EnrollmentState.DRAFT,
        created_at=NOW,
    )
    list_prerequisites([enrollment], plan=read_plan(program.plan))
    return step(enrollment, world, EnrollmentState.APPLIED)


def step(enrollment: Enrollment, world: World, state: str) -> Enrollment:
    """One step of an application, by Maren."""
    maren = world.actor("maren")
    words = "Not this time" if state == EnrollmentState.DECLINED else ""
    return set_state(enrollment=enrollment, state=state, by=maren, at=NOW, words=words)


def standing_of(person: Person, house: Organization | None = None) -> Standing:
    """The row as it is now."""
    rows = Standing.objects.select_related("person", "organization", "certificate")
    return rows.get(person=person, **({"organization": house} if house else {}))


def provisional(world: World, who: str = "gwen") -> Standing:
    """Taken up by Maren with the course done on paper."""
    return take_up(
        person=getattr(world, who),
        organization=world.alder,
        before=BEFORE,
        by=world.actor("maren"),
        at=NOW,
    )


def certified(world: World, who: str = "gwen", *, until: date | None = None) -> Standing:
    """With a certificate: of 24 months, or one from before with this last day."""
    if until is None:
        row = provisional(world, who)
        return certify(standing=row, words="Years of it", by=world.actor("maren"), at=NOW)
    return take_up(
        person=getattr(world, who),
        organization=world.alder,
        before=Before(BEFORE.trained_on, until),
        by=world.actor("maren"),
        at=NOW,
    )


def update(row: Standing, world: World, *, minutes: int = 120, at: datetime = NOW) -> None:
    """Training of this year."""
    draft = TrainingDraft("update", at.date(), minutes, "Feedback refresher")
    record_training(standing=row, draft=draft, by=world.actor("maren"), at=at)
