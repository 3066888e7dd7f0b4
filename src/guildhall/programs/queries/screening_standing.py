"""Where one application stands under its rubric, read from its rows."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor
from guildhall.programs.access import RATE_ENROLLMENT
from guildhall.programs.models import (
    Decision,
    Enrollment,
    Nomination,
    Rating,
    Screening,
    ScreeningCheck,
)
from guildhall.programs.plan import read_plan
from guildhall.programs.rubric import Rubric
from guildhall.programs.screening_states import Outcome
from guildhall.programs.screening_verdict import GateStanding, Standing, gate_standing, work_out
from guildhall.programs.states import EnrollmentState, StepState
from guildhall.programs.template_files import load_rubric

OPEN_STATES = (EnrollmentState.APPLIED, EnrollmentState.SCREENING)
OPEN_STEPS = (StepState.TO_DO, StepState.ASKED)


def present_screening(enrollment: Enrollment) -> Screening | None:
    """The screening of the present application, if it has begun."""
    return Screening.objects.filter(enrollment=enrollment).first()


def rubric_of(enrollment: Enrollment, screening: Screening | None = None) -> Rubric | None:
    """The rubric that judges an application: that of its screening, else the program's own."""
    if screening is not None:
        return load_rubric(screening.rubric_key)
    asked = read_plan(enrollment.cohort.program.plan).screening_of(enrollment.side)
    return load_rubric(asked.rubric) if asked else None


def is_rubric_required(enrollment: Enrollment) -> bool:
    """Whether nobody gets in on this side without being rated."""
    asked = read_plan(enrollment.cohort.program.plan).screening_of(enrollment.side)
    return asked is not None and asked.is_required


def standing_of(enrollment: Enrollment, screening: Screening | None) -> Standing:
    """Gates, ratings that were handed in, steps, and a condition that is still open."""
    rubric = rubric_of(enrollment, screening)
    if rubric is None:
        return Standing(workings=None)
    if screening is None:
        return Standing(workings=work_out(rubric, []), gates=gate_standing(rubric, {}))
    newest = Decision.objects.filter(screening=screening).first()
    return assemble_standing(
        rubric,
        gates=dict(screening.gates.values_list("gate", "holds")),
        ratings=screening.ratings.all(),
        checks=screening.checks.all(),
        newest=newest,
    )


def assemble_standing(
    rubric: Rubric,
    *,
    gates: dict[str, bool | None],
    ratings: Iterable[Rating],
    checks: Iterable[ScreeningCheck],
    newest: Decision | None,
) -> Standing:
    """The standing from rows that were read already, for lists."""
    handed_in = [row.scores for row in ratings if row.handed_in_at is not None]
    states = {row.step: row.state for row in checks}
    return Standing(
        workings=work_out(rubric, handed_in),
        gates=gate_standing(rubric, gates) if rubric.gates else GateStanding(),
        open_steps=tuple(step for step, state in states.items() if state in OPEN_STEPS),
        failed_steps=tuple(s for s, state in states.items() if state == StepState.NOT_CLEARED),
        after_condition=newest is not None and newest.outcome == Outcome.CONDITIONAL,
    )


def nominations_of(enrollment: Enrollment) -> Q:
    """Nominations that led to, or go with, this application."""
    return Q(cohort_id=enrollment.cohort_id, nominee_id=enrollment.person_id)


def why_not_rating(enrollment: Enrollment, actor: Actor) -> str:
    """Why this actor does not rate this application, in words; empty where they do."""
    if not may(RATE_ENROLLMENT, actor, enrollment):
        return _("Only coordinators and screeners of the program rate, and nobody rates themself.")
    nominated = Nomination.objects.filter(
        nominations_of(enrollment), nominated_by_id=actor.person_id
    )
    if actor.person_id is not None and nominated.exists():
        return _("You nominated %(name)s, so others rate this application.") % {
            "name": enrollment.person.name
        }
    return ""
