"""What criteria of a round may not open: what people told in confidence, and who guards it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.programs.models import Program
from guildhall.programs.queries.facts import source_of
from guildhall.programs.states import Side
from guildhall.questions.models import Question
from guildhall.questions.states import QuestionType

# Widest first: whoever stands before another reads more than that one allows.
READERS = ("everyone", "pair", "coordinator", "nobody")
NEVER_WITH = "never_with"


def require_confidence(criteria: Mapping[str, Any], program: Program) -> None:
    """Refuse criteria by which more people would read something than the program promised.

    A field of the program keeps its readers, also under another name. Answers that the program's
    own criteria do not look at stay with its coordinators. Whom somebody asked never to meet is
    for rules that keep people apart, and read by nobody.
    """
    promised = _promised(program.criteria)
    kept_back = _kept_back(program)
    problems: dict[str, str] = {}
    for name, field in criteria.get("fields", {}).items():
        reader = READERS.index(field.get("readable_by", "pair"))
        for source in _sources(name, field):
            if reader < _narrowest(source, promised, kept_back):
                problems[name] = _(
                    "“%(field)s” was told in confidence: more people would read it than were"
                    " named when it was asked. Narrow who reads it."
                ) % {"field": field["label"]}
    problems |= _misused(criteria, kept_back)
    if problems:
        raise InvalidInput(" ".join(dict.fromkeys(problems.values())), problems)


def same_guard(
    rule: Mapping[str, Any],
    criteria: Mapping[str, Any],
    kept: Mapping[str, Any],
    changed: Mapping[str, Any],
) -> bool:
    """Whether a rule still keeps the same people apart: it compares the same, from the same."""
    if _essence(rule) != _essence(kept):
        return False
    was, now = criteria.get("fields", {}), changed.get("fields", {})
    names = _fields_of(rule)
    return all(_reading(name, was.get(name)) == _reading(name, now.get(name)) for name in names)


def same_reading(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two fields of one name read the same of people, for the same readers."""
    return _reading(name, was) == _reading(name, now)


def _essence(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key not in ("label", "enabled")}


def _reading(name: str, field: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    if field is None:
        return None
    readers = field.get("readable_by", "pair")
    return (field.get("kind"), readers, *_sources(name, field))


def _sources(name: str, field: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(source_of(name, field, side) for side in Side.values)


def _promised(criteria: Mapping[str, Any]) -> dict[str, int]:
    """By source: the widest circle that the program itself names for it."""
    promised: dict[str, int] = {}
    for name, field in criteria.get("fields", {}).items():
        reader = READERS.index(field.get("readable_by", "pair"))
        for source in _sources(name, field):
            promised[source] = min(reader, promised.get(source, reader))
    return promised


def _kept_back(program: Program) -> frozenset[str]:
    sets = (program.guide_questions_id, program.learner_questions_id)
    asked = Question.objects.filter(set_id__in=sets, type=QuestionType.PEOPLE_NEVER)
    return frozenset(
        {NEVER_WITH, *(f"answer:{key}" for key in asked.values_list("key", flat=True))}
    )


def _narrowest(source: str, promised: Mapping[str, int], kept_back: frozenset[str]) -> int:
    if source in kept_back:
        return READERS.index("nobody")
    if source in promised:
        return promised[source]
    return READERS.index("coordinator") if source.startswith("answer:") else 0


def _misused(criteria: Mapping[str, Any], kept_back: frozenset[str]) -> dict[str, str]:
    """Points, and rules other than “not in”, would tell who wants to avoid whom."""
    secret = {
        name
        for name, field in criteria.get("fields", {}).items()
        if kept_back & set(_sources(name, field))
    }
    items = [item for item in criteria.get("rules", []) if item["kind"] != "not_in"]
    items += criteria.get("preferences", [])
    return {
        item["id"]: _("“%(label)s” may not look at whom somebody asked never to meet.")
        % {"label": item["label"]}
        for item in items
        if secret & set(_fields_of(item))
    }


def _fields_of(item: Mapping[str, Any]) -> Iterable[str]:
    names = [item.get(key) for key in ("field", "guide_field", "learner_field")]
    condition = item.get("when") or {}
    return [name for name in (*names, condition.get("field")) if name]
