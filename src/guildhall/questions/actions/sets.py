"""Making question sets, and changing them without touching what was answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.questions.models import Answer, Question, QuestionSet
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType

WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.SEVERAL_CHOICES)
STEPS = 20  # from the low end of a scale to the high one: each step is a button


def make_question_set(
    specs: Sequence[QuestionSpec], *, at: datetime, title: str = ""
) -> QuestionSet:
    """A new set with these questions, in this order. Refuses questions that cannot be asked."""
    for spec in specs:
        _refuse_unaskable(spec)
    with transaction.atomic():
        made = QuestionSet.objects.create(title=title[:120], created_at=at)
        Question.objects.bulk_create(
            _row(made, spec, position) for position, spec in enumerate(specs, start=1)
        )
    return made


def copy_question_set(questions: QuestionSet, *, at: datetime) -> QuestionSet:
    """A new set that asks the same, without the answers."""
    live = questions.questions.filter(retired_at__isnull=True)
    specs = [
        QuestionSpec(row.key, row.type, row.label, row.help, row.is_required, row.settings)
        for row in live
    ]
    return make_question_set(specs, at=at, title=questions.title)


def add_question(questions: QuestionSet, spec: QuestionSpec) -> Question:
    """Ask one thing more, at the end. An empty key is made from the words."""
    _refuse_unaskable(spec)
    with transaction.atomic():
        last = questions.questions.aggregate(last=Max("position"))["last"] or 0
        row = _row(questions, spec, last + 1)
        row.key = spec.key or _free_key(questions, spec.label)
        row.save()
    return row


def change_question(question: Question, spec: QuestionSpec, *, at: datetime) -> Question:
    """Ask it differently. Where it was answered already, it is retired and a new one asked.

    Help and whether it is required can always change in place: they do not change what an
    answer meant.
    """
    _refuse_retired(question)
    _refuse_unaskable(spec)
    is_same_question = (question.type, question.label, question.settings) == (
        spec.type,
        spec.label,
        dict(spec.settings),
    )
    with transaction.atomic():
        if not is_same_question and question.answers.exists():
            retire_question(question, at=at)
            changed = _row(question.set, spec, question.position)
        else:
            changed = question
            changed.type, changed.label = spec.type, spec.label
            changed.help, changed.is_required = spec.help, spec.is_required
            changed.settings = dict(spec.settings)
        changed.key = question.key
        changed.save()
    return changed


def retire_question(question: Question, *, at: datetime) -> None:
    """No longer ask it. What was answered stays; a question never answered goes altogether."""
    _refuse_retired(question)
    with transaction.atomic():
        if Answer.objects.filter(question=question).exists():
            question.retired_at = at
            question.save(update_fields=["retired_at"])
        else:
            question.delete()


def move_question(question: Question, *, by: int) -> None:
    """Ask it earlier (-1) or later (+1). At the end of the list nothing changes."""
    with transaction.atomic():
        rows = list(
            Question.objects.select_for_update()
            .filter(set_id=question.set_id, retired_at__isnull=True)
            .order_by("position", "pk")
        )
        place = next(number for number, row in enumerate(rows) if row.pk == question.pk)
        target = min(max(place + by, 0), len(rows) - 1)
        rows.insert(target, rows.pop(place))
        for position, row in enumerate(rows, start=1):
            row.position = position
        Question.objects.bulk_update(rows, ["position"])


def _row(questions: QuestionSet, spec: QuestionSpec, position: int) -> Question:
    return Question(
        set=questions,
        key=spec.key,
        position=position,
        type=spec.type,
        label=spec.label,
        help=spec.help,
        is_required=spec.is_required,
        settings=dict(spec.settings),
    )


def _refuse_retired(question: Question) -> None:
    if question.retired_at is not None:
        raise WrongState(_("This question is no longer asked. Add a new one instead."))


def _refuse_unaskable(spec: QuestionSpec) -> None:
    """A choice needs something to choose from, and a scale two ends."""
    settings: dict[str, Any] = dict(spec.settings)
    problems: dict[str, str] = {}
    if not spec.label.strip():
        problems["label"] = _("Write the question.")
    if spec.type not in QuestionType.values:
        problems["type"] = _("Choose a type of question.")
    has_options = len(settings.get("options", [])) >= 2 or settings.get("options_from")
    if spec.type in WITH_OPTIONS and not has_options:
        problems["options"] = _("Give at least two answers to choose from, one a line.")
    is_scale = spec.type == QuestionType.SCALE
    steps = settings.get("max", 5) - settings.get("min", 1) if is_scale else 1
    if steps <= 0:
        problems["max"] = _("The scale must end above where it begins.")
    elif steps > STEPS:
        problems["max"] = _("A scale has at most %(most)s steps.") % {"most": STEPS}
    if problems:
        raise InvalidInput(_("This question cannot be asked yet."), problems)


def _free_key(questions: QuestionSet, label: str) -> str:
    """A key from the words that no question of the set, asked or retired, has had."""
    stem = slugify(label).replace("-", "_")[:50] or "question"
    taken = set(questions.questions.values_list("key", flat=True))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
