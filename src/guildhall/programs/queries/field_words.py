"""What values are called: labels, units and scales that facts and questions know.

Criteria name facts; only the programs room knows that `in_person` is an option with words, or
that `en` is English. So templates and rounds leave this out, and it is filled in here.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from guildhall.people.languages import language_names
from guildhall.people.states import CareerStage
from guildhall.programs.models import Program
from guildhall.programs.queries.facts import source_of
from guildhall.programs.states import Side
from guildhall.questions.models import Question
from guildhall.questions.options import options_of
from guildhall.questions.states import QuestionType

Words = dict[str, Any]
Asked = Mapping[str, list[Question]]
LONGEST = 200
ANSWER = "answer:"
HOURS: Words = {"unit": {"one": "hour", "many": "hours"}, "meaning": "time_zone"}
PLACES: Words = {"unit": {"one": "place", "many": "places"}}
FACT_WORDS: Mapping[str, Callable[[], Words]] = {
    "languages": lambda: {"labels": language_names(), "meaning": "language"},
    "career_stage": lambda: {
        "labels": {str(key): str(label) for key, label in CareerStage.choices}
    },
    "years_of_experience": lambda: {"unit": {"one": "year", "many": "years"}},
    "time_zone_offset": lambda: HOURS,
    "capacity": lambda: PLACES,
    "capacity_left": lambda: PLACES,
}
# What a field of each kind can take; the engine refuses the rest.
FITTING: Mapping[str, tuple[str, ...]] = {
    "text": ("labels", "meaning"),
    "list": ("labels", "meaning"),
    "ordinal": ("labels",),
    "number": ("labels", "unit", "scale", "meaning"),
}


def with_words(criteria: Mapping[str, Any], *, program: Program) -> dict[str, Any]:
    """Criteria of the program, each field with the words for its values.

    What the criteria say themselves stays. Asks for the program's questions once, and once for
    each list that they choose from.
    """
    worded = copy.deepcopy(dict(criteria))
    asked = _questions(program)
    for name, field in worded.get("fields", {}).items():
        for side in Side.values:
            found = _words_of(source_of(name, field, side), asked[side])
            _add(field, found)
    return worded


def _questions(program: Program) -> dict[str, list[Question]]:
    """The questions of each side, newest last, so that retired options keep their words."""
    sets = {
        Side.GUIDE.value: program.guide_questions_id,
        Side.LEARNER.value: program.learner_questions_id,
    }
    rows = list(Question.objects.filter(set_id__in=sets.values()).order_by("pk"))
    return {side: [row for row in rows if row.set_id == pk] for side, pk in sets.items()}


def _words_of(source: str, asked: list[Question]) -> Words:
    if source in FACT_WORDS:
        return FACT_WORDS[source]()
    key = source.removeprefix(ANSWER)
    is_answer = key != source
    found: Words = {}
    for question in asked:
        if (question.key == key) if is_answer else (question.settings.get("maps_to") == source):
            words = _asked_words(question)
            found = {**found, **words, "labels": {**found.get("labels", {}), **words["labels"]}}
    return found


def _asked_words(question: Question) -> Words:
    """The words of one question: its options, or the ends of its scale."""
    settings = question.settings
    if question.type == QuestionType.SCALE:
        low, high = int(settings.get("min", 1)), int(settings.get("max", 5))
        anchors = {str(key): str(text) for key, text in settings.get("anchors", {}).items() if text}
        scale = {"minimum": low, "maximum": high}
        ends = {"low": anchors.get(str(low)), "high": anchors.get(str(high))}
        return {
            "labels": anchors,
            "scale": {**scale, **{end: text[:LONGEST] for end, text in ends.items() if text}},
        }
    words: Words = {"labels": options_of(question)}
    if settings.get("options_from") == "languages":
        words["meaning"] = "language"
    return words


def _add(field: Words, found: Words) -> None:
    """Whatever the field's kind can take and the criteria do not say themselves."""
    for key in FITTING.get(field["kind"], ()):
        if key == "labels":
            labels = {**_cut(found.get("labels", {})), **field.get("labels", {})}
            if labels:
                field["labels"] = labels
        elif key in found and _fits(key, found[key], field["kind"]):
            field.setdefault(key, found[key])


def _fits(key: str, value: object, kind: str) -> bool:
    return key != "meaning" or (value == "time_zone") == (kind == "number")


def _cut(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels that differ from the value, at a length that the engine takes."""
    return {key: label[:LONGEST] for key, label in labels.items() if label and label != key}
