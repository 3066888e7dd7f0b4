"""Reading answers, many responses at once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from guildhall.competencies.models import Skill
from guildhall.questions.models import Answer, Response
from guildhall.questions.states import QuestionType

Responses = Sequence[Response] | QuerySet[Response]


def answers_of(
    responses: Responses, *, keys: Iterable[str] | None = None
) -> dict[int, dict[str, Any]]:
    """Values by question key, by response id, where something was answered.

    Skills come as {name: level}. Of a question that was asked anew, the newest wording that was
    answered counts. For thousands give a queryset: its ids then never leave the database.
    """
    rows = Answer.objects.filter(response__in=responses)
    if keys is not None:
        rows = rows.filter(question__key__in=set(keys))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    columns = ("response_id", "question__key", "question__type", "value")
    for response_id, key, kind, text in rows.order_by("question_id").values_list(*columns):
        found[response_id][key] = _Skills(text) if kind == QuestionType.SKILLS else text
    return _decoded(found)


def answers_mapped_to(field: str, responses: Responses) -> dict[int, Any]:
    """By response id: the answer to the question that maps to a field, as “shifts”."""
    rows = Answer.objects.filter(response__in=responses, question__settings__maps_to=field)
    pairs = rows.order_by("question_id").values_list("response_id", "value")
    return {response_id: json.loads(text) for response_id, text in pairs}


def stored_answers(response: Response) -> dict[str, Any]:
    """One response's values by question key, of questions that are still asked, as stored."""
    rows = response.answers.filter(question__retired_at__isnull=True)
    return {key: json.loads(text) for key, text in rows.values_list("question__key", "value")}


class _Skills(str):
    """The stored text of an answer whose keys are to be named."""


def _decoded(found: Mapping[int, Mapping[str, str]]) -> dict[int, dict[str, Any]]:
    has_skills = any(isinstance(text, _Skills) for row in found.values() for text in row.values())
    names = dict(Skill.objects.values_list("key", "name")) if has_skills else {}
    return {
        response_id: {key: _value(text, names) for key, text in row.items()}
        for response_id, row in found.items()
    }


def _value(text: str, names: Mapping[str, str]) -> Any:
    value = json.loads(text)
    if isinstance(text, _Skills):
        return {names.get(key, key): level for key, level in value.items()}
    return value
