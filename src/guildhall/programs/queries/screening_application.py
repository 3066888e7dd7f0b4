"""One application as its reader may see it: nothing that is not theirs to read is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor
from guildhall.programs.access import DECIDE_ENROLLMENT, RATE_ENROLLMENT
from guildhall.programs.models import (
    Decision,
    Enrollment,
    GateCheck,
    Nomination,
    Rating,
    Screening,
    ScreeningCheck,
)
from guildhall.programs.queries.screening_answers import (
    AnswerLine,
    Fact,
    answer_lines,
    nominators,
    profile_facts,
)
from guildhall.programs.queries.screening_standing import (
    OPEN_STATES,
    assemble_standing,
    present_screening,
    rubric_of,
    standing_of,
    why_not_rating,
)
from guildhall.programs.rubric import Gate, Rubric
from guildhall.programs.screening_verdict import Standing
from guildhall.programs.states import EnrollmentState, ScreeningStep


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate with what was noted about it, if anything."""

    gate: Gate
    noted: GateCheck | None

    @property
    def holds(self) -> bool | None:
        """Yes, no, or not known."""
        return self.noted.holds if self.noted else None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that the rubric offers, with where it stands, if it was asked for."""

    step: ScreeningStep
    check: ScreeningCheck | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings as one rater or decider may see them.

    `shown` are those whose scores this reader may read; `handed_in` counts all that count.
    `barred` says why this reader does not rate; `is_wanted` whether their rating is awaited.
    """

    mine: Rating | None
    shown: tuple[Rating, ...]
    handed_in: int
    is_wanted: bool
    barred: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class Application:
    """An application with all that this reader may see; what is not theirs is empty."""

    enrollment: Enrollment
    is_own: bool
    is_open: bool
    may_rate: bool
    may_decide: bool
    screening: Screening | None = None
    rubric: Rubric | None = None
    standing: Standing | None = None
    answers: tuple[AnswerLine, ...] = ()
    facts: tuple[Fact, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    gates: tuple[GateRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    ratings: Ratings | None = None
    decisions: tuple[Decision, ...] = field(default=())

    @property
    def shows_verdict(self) -> bool:
        """Whether the reader may see what the ratings add up to."""
        return self.ratings is not None and len(self.ratings.shown) == self.ratings.handed_in > 0


def application(enrollment: Enrollment, actor: Actor) -> Application:
    """The application for this reader, who may see that it exists.

    Applicants get their own answers; those who rate get answers, gates, steps and, once theirs is
    in, the other ratings; those who decide also get the ratings once all are in, and the
    decisions with their reasons. Everybody else gets nothing but that it exists, and so does
    everybody once the applicant has withdrawn.
    """
    is_own = enrollment.person_id == actor.person_id
    may_rate = may(RATE_ENROLLMENT, actor, enrollment)
    may_decide = may(DECIDE_ENROLLMENT, actor, enrollment)
    is_open = enrollment.state in OPEN_STATES
    if not may_rate or enrollment.state == EnrollmentState.WITHDRAWN:
        answers = tuple(answer_lines(enrollment)) if is_own else ()
        return Application(enrollment, is_own, is_open, False, False, answers=answers)
    screening = present_screening(enrollment)
    rubric = rubric_of(enrollment, screening)
    rows = list(screening.ratings.select_related("rater")) if screening else []
    checks = list(screening.checks.select_related("changed_by")) if screening else []
    gates = list(screening.gates.select_related("noted_by")) if screening else []
    decisions = list(enrollment.decisions.select_related("decided_by"))
    standing = (
        assemble_standing(
            rubric,
            gates={row.gate: row.holds for row in gates},
            ratings=rows,
            checks=checks,
            newest=next((d for d in decisions if d.screening_id == screening.pk), None),
        )
        if screening and rubric
        else standing_of(enrollment, screening)
    )
    return Application(
        enrollment,
        is_own,
        is_open,
        may_rate,
        may_decide,
        screening=screening,
        rubric=rubric,
        standing=standing,
        answers=tuple(answer_lines(enrollment)),
        facts=tuple(profile_facts(enrollment)),
        nominations=tuple(nominators(enrollment)),
        gates=_gate_rows(rubric, {row.gate: row for row in gates}),
        steps=_step_rows(rubric, {row.step: row for row in checks}),
        ratings=_ratings(enrollment, actor, rows, standing, may_decide=may_decide),
        decisions=tuple(decisions) if may_decide else (),
    )


def _gate_rows(rubric: Rubric | None, noted: Mapping[str, GateCheck]) -> tuple[GateRow, ...]:
    return tuple(GateRow(gate, noted.get(gate.key)) for gate in (rubric.gates if rubric else ()))


def _step_rows(rubric: Rubric | None, checks: Mapping[str, ScreeningCheck]) -> tuple[StepRow, ...]:
    """Steps that are done by somebody; a nomination is shown where it was made."""
    steps = rubric.steps if rubric else ()
    known = [ScreeningStep(step) for step in steps if step in ScreeningStep.values]
    return tuple(StepRow(step, checks.get(step)) for step in known)


def _ratings(
    enrollment: Enrollment,
    actor: Actor,
    rows: list[Rating],
    standing: Standing,
    *,
    may_decide: bool,
) -> Ratings:
    """A rater reads the others' scores once their own are in; a decider once all are."""
    mine = next((row for row in rows if row.rater_id == actor.person_id), None)
    counted = [row for row in rows if row.handed_in_at is not None]
    has_handed_in = mine is not None and mine.handed_in_at is not None
    is_open = enrollment.state in OPEN_STATES
    # Asked of the numbers alone: a gate that fails today may be mended, and rating goes on.
    is_complete = standing.workings is not None and not standing.workings.raters_wanted
    reads = has_handed_in or (may_decide and is_complete)
    barred = why_not_rating(enrollment, actor)
    return Ratings(
        mine=mine,
        shown=tuple(counted) if reads else (),
        handed_in=len(counted),
        is_wanted=is_open and not barred and not has_handed_in and standing.raters_wanted > 0,
        barred=barred,
        may_change=is_open and has_handed_in and len(counted) == 1 and not standing.gates.failed,
    )
