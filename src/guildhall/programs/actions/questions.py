"""Changing what a program asks."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.core.errors import NotVisible
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.events import QUESTION_CHANGED
from guildhall.programs.models import Program
from guildhall.programs.queries.applications import questions_for
from guildhall.questions.actions import sets
from guildhall.questions.models import Question
from guildhall.questions.specs import QuestionSpec


def add_program_question(
    *, program: Program, side: str, spec: QuestionSpec, by: Actor, at: datetime
) -> Question:
    """Ask one thing more of a side, at the end. Who has applied already is not asked again."""
    require(CHANGE_PROGRAM, by, program)
    with transaction.atomic():
        question = sets.add_question(questions_for(program, side), spec)
        _record(program, question, by=by, at=at)
    return question


def change_program_question(
    *, program: Program, question: Question, spec: QuestionSpec, by: Actor, at: datetime
) -> Question:
    """Ask it differently; where it was answered already, those answers keep the old question."""
    _require_own(program, question, by=by)
    with transaction.atomic():
        changed = sets.change_question(question, spec, at=at)
        _record(program, changed, by=by, at=at)
    return changed


def retire_program_question(
    *, program: Program, question: Question, by: Actor, at: datetime
) -> None:
    """No longer ask it; answers stay."""
    _require_own(program, question, by=by)
    with transaction.atomic():
        _record(program, question, by=by, at=at)
        sets.retire_question(question, at=at)


def move_program_question(
    *, program: Program, question: Question, steps: int, by: Actor, at: datetime
) -> None:
    """Ask it earlier (-1) or later (+1)."""
    _require_own(program, question, by=by)
    with transaction.atomic():
        sets.move_question(question, by=steps)
        _record(program, question, by=by, at=at)


def _require_own(program: Program, question: Question, *, by: Actor) -> None:
    require(CHANGE_PROGRAM, by, program)
    own = (
        program.guide_questions_id,
        program.learner_questions_id,
        program.baseline_questions_id,
    )
    if question.set_id not in own:
        raise NotVisible


def _record(program: Program, question: Question, *, by: Actor, at: datetime) -> None:
    record(
        QUESTION_CHANGED,
        by=by,
        subject=program,
        at=at,
        organization_id=program.organization_id,
        question=question.pk,
    )
