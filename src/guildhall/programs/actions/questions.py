"""Changing what a program asks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.events import QUESTION_CHANGED
from guildhall.programs.models import Program
from guildhall.programs.queries.applications import BASELINE, asked_questions, set_of
from guildhall.programs.states import BOTH, Construct, Side
from guildhall.questions.actions import sets
from guildhall.questions.models import Question
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType

# As many as a template may bring.
MOST_BASELINE = 8


def add_program_question(
    *, program: Program, part: str, spec: QuestionSpec, by: Actor, at: datetime
) -> Question:
    """Ask one thing more of a side, or of where people begin ("baseline"), at the end.

    Who has applied already is not asked again. Refuses a ninth baseline question, and one that
    is not a scale from 1 to 5 with something that it measures.
    """
    require(CHANGE_PROGRAM, by, program)
    with transaction.atomic():
        if part == BASELINE:
            Program.objects.select_for_update().get(pk=program.pk)
            _refuse_unfit_baseline(spec)
            _refuse_too_many(program)
        question = sets.add_question(set_of(program, part), spec)
        _record(program, question, by=by, at=at)
    return question


def change_program_question(
    *, program: Program, question: Question, spec: QuestionSpec, by: Actor, at: datetime
) -> Question:
    """Ask it differently; where it was answered already, those answers keep the old question.

    A baseline question stays a scale from 1 to 5, so that beginning and end can be compared.
    """
    _require_own(program, question, by=by)
    if question.set_id == program.baseline_questions_id:
        _refuse_unfit_baseline(spec)
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


def _refuse_unfit_baseline(spec: QuestionSpec) -> None:
    settings = spec.settings
    scale = (spec.type, settings.get("min"), settings.get("max"))
    problems: dict[str, str] = {}
    if scale != (QuestionType.SCALE, 1, 5):
        problems["type"] = _("Ask it on a scale from 1 to 5.")
    if settings.get("construct") not in Construct.values:
        problems["construct"] = _("Choose what it measures.")
    if settings.get("asked_of") not in (*Side.values, BOTH):
        problems["asked_of"] = _("Choose who is asked.")
    anchors = settings.get("anchors", {})
    for value, field in (("1", "anchor_1"), ("5", "anchor_5")):
        if not anchors.get(value):
            problems[field] = _("Say what it means, so that everybody reads it alike.")
    if problems:
        raise InvalidInput(_("This question cannot be asked yet."), problems)


def _refuse_too_many(program: Program) -> None:
    if len(asked_questions(program.baseline_questions)) >= MOST_BASELINE:
        raise InvalidInput(
            _("%(most)s questions are enough for a beginning. Retire one first.")
            % {"most": MOST_BASELINE}
        )


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
