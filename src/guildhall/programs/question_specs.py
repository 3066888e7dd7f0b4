"""The questions of a template, as the questions room takes them."""

from collections.abc import Iterable
from typing import Any

from guildhall.programs.program_template import BaselineQuestion, Question
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType


def question_specs(questions: Iterable[Question]) -> list[QuestionSpec]:
    """What an application asks."""
    return [
        QuestionSpec(
            question.key,
            question.type,
            question.label,
            question.help,
            question.is_required,
            _settings(question),
        )
        for question in questions
    ]


def baseline_specs(items: Iterable[BaselineQuestion]) -> list[QuestionSpec]:
    """What is asked at enrollment on what the program means to change; `asked_of` is kept."""
    return [
        QuestionSpec(
            item.key,
            QuestionType.SCALE,
            item.label,
            is_required=item.is_required,
            settings={
                "min": item.min,
                "max": item.max,
                "anchors": {str(value): words for value, words in item.anchors},
                "asked_of": item.asked_of,
                "construct": item.construct,
            },
        )
        for item in items
    ]


def _settings(question: Question) -> dict[str, Any]:
    given = {
        "options": [{"key": option.key, "label": option.label} for option in question.options],
        "options_from": question.options_from,
        "min": question.min,
        "max": question.max,
        "anchors": {str(value): words for value, words in question.anchors},
        "maps_to": question.maps_to,
    }
    return {key: value for key, value in given.items() if value not in ("", None, [], {})}
