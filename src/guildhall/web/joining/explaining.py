"""What a program says about itself to somebody who thinks of joining."""

from typing import Any

from guildhall.programs.models import Cohort
from guildhall.programs.plan import Plan, read_plan
from guildhall.programs.queries.applications import (
    asked_questions,
    baseline_for,
    questions_for,
)
from guildhall.programs.queries.readers import Readers, readers_of
from guildhall.programs.queries.words import time_asked
from guildhall.programs.states import Side
from guildhall.questions.models import Question

SECONDS_A_QUESTION = 30


def explained(cohort: Cohort, side: str) -> dict[str, Any]:
    """The context of `joining/_explained.html`."""
    program = cohort.program
    plan = read_plan(program.plan)
    questions = asked_questions(questions_for(program, side))
    baseline = baseline_for(program, side)
    other = Side.LEARNER if side == Side.GUIDE else Side.GUIDE
    return {
        "cohort": cohort,
        "program": program,
        "plan": plan,
        "side": side,
        "word": program.word(side),
        "other_word": program.word(other),
        "time_asked": time_asked(program),
        "does": does_of(plan, side),
        "asked": [*questions, *baseline],
        "minutes": minutes_to_answer(len(questions) + len(baseline)),
        "readers": _readers(cohort, questions, baseline),
        "prerequisites": plan.prerequisites_for(side),
        "screening": plan.screening_of(side),
        "is_shown_to": program.word(other, plural=True) if plan.wishes.is_asked_of(other) else "",
    }


def does_of(plan: Plan, side: str) -> list[tuple[str, tuple[str, ...]]]:
    """What one does in each phase."""
    return [
        (phase.name, phase.guide_does if side == Side.GUIDE else phase.learner_does)
        for phase in plan.phases
    ]


def minutes_to_answer(questions: int) -> int:
    """An honest guess, in whole minutes."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def _readers(
    cohort: Cohort, questions: tuple[Question, ...], baseline: tuple[Question, ...]
) -> list[tuple[str, str, int]]:
    """For each circle of readers: its mark, its words, and how many answers it reads."""
    marks = {Readers.NOBODY: "self", Readers.PROGRAM: "program", Readers.PAIR: "pair"}
    found = [readers_of(cohort.program, question) for question in (*questions, *baseline)]
    return [
        (mark, str(circle.label), found.count(circle))
        for circle, mark in marks.items()
        if circle in found
    ]
