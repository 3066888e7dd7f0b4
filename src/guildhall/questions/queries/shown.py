"""Answers as people read them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill
from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.engine.calendar import Window, describe_slots, weekly_slots
from guildhall.files.models import StoredFile
from guildhall.questions.models import Question, Response
from guildhall.questions.options import options_of
from guildhall.questions.states import QuestionType

# Windows are shown in the clock of whoever gave them, so no real day or zone is needed.
ANY_DAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question with its answer in lines of words; none where it was left open.

    `file_of` is the answer whose file can be downloaded.
    """

    question: Question
    lines: tuple[str, ...]
    file: StoredFile | None = None
    file_of: int | None = None

    @property
    def is_given(self) -> bool:
        """Whether something was answered."""
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the skills and people that the answers hold, read in one query each."""

    skills: Mapping[str, str]
    people: Mapping[int, str]


def shown_answers(response: Response, *, for_author: bool = False) -> list[ShownAnswer]:
    """What is asked now in order, then what was asked once and answered.

    Whom somebody should never be paired with is shown to nobody but themselves.
    """
    answers = list(response.answers.select_related("question", "file"))
    live = list(response.set.questions.filter(retired_at__isnull=True))
    retired = [row.question for row in answers if row.question.retired_at is not None]
    values = {row.question_id: json.loads(row.value) for row in answers}
    files = {row.question_id: (row.file, row.pk) for row in answers if row.file_id is not None}
    names = _names_in((row.question.type, values[row.question_id]) for row in answers)
    return [
        ShownAnswer(
            question,
            _sealed(values.get(question.pk))
            if question.type == QuestionType.PEOPLE_NEVER and not for_author
            else _lines(question, values.get(question.pk), names),
            *files.get(question.pk, (None, None)),
        )
        for question in [*live, *retired]
    ]


def _sealed(value: Any) -> tuple[str, ...]:
    return (_("Kept for the matcher. Nobody else reads it."),) if value else ()


def shown_values(questions: Iterable[Question], values: Mapping[str, Any]) -> list[ShownAnswer]:
    """Stored values by question key, as words; for what is not handed in yet."""
    asked = list(questions)
    names = _names_in((row.type, values.get(row.key)) for row in asked)
    return [ShownAnswer(row, _lines(row, values.get(row.key), names)) for row in asked]


def _names_in(answers: Iterable[tuple[str, Any]]) -> _Names:
    skills: set[str] = set()
    people: set[int] = set()
    for kind, value in answers:
        if value and kind == QuestionType.SKILLS:
            skills |= set(value)
        elif value and kind == QuestionType.PEOPLE_NEVER:
            people |= set(value)
    found = Person.objects.filter(pk__in=people) if people else Person.objects.none()
    rows = Skill.objects.filter(key__in=skills) if skills else Skill.objects.none()
    return _Names(
        skills=dict(rows.values_list("key", "name")),
        people={person.pk: person.name for person in found},
    )


def _lines(question: Question, value: Any, names: _Names) -> tuple[str, ...]:
    if value in (None, "", [], {}):
        return ()
    writer = WRITERS.get(QuestionType(question.type))
    return writer(question, value, names) if writer else (str(value),)


def _text(_question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    return tuple(line for line in str(value).split("\n") if line.strip())


def _options(question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    labels = options_of(question)
    keys = value if isinstance(value, list) else [value]
    return tuple(labels.get(str(key), str(key)) for key in keys)


def _scale(question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    words = question.settings.get("anchors", {}).get(str(value), "")
    figure = _("%(value)s of %(most)s") % {"value": value, "most": question.settings.get("max", 5)}
    return (_("%(figure)s, %(words)s") % {"figure": figure, "words": words} if words else figure,)


def _date(_question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    return (full_day(date.fromisoformat(value)),)


def _skills(_question: Question, value: Any, names: _Names) -> tuple[str, ...]:
    strongest = sorted(value.items(), key=lambda item: (-item[1], names.skills.get(item[0], "")))
    return tuple(
        _("%(skill)s, level %(level)s") % {"skill": names.skills.get(key, key), "level": level}
        for key, level in strongest
    )


def _people(_question: Question, value: Any, names: _Names) -> tuple[str, ...]:
    return tuple(names.people[pk] for pk in value if pk in names.people)


def _availability(_question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    windows = [Window(*window) for window in value]
    slots = weekly_slots(windows, time_zone="UTC", on=ANY_DAY)
    return tuple(describe_slots(slots, time_zone="UTC", on=ANY_DAY))


def _file(_question: Question, value: Any, _names: _Names) -> tuple[str, ...]:
    return (str(value["name"]),)


WRITERS: dict[QuestionType, Callable[[Question, Any, _Names], tuple[str, ...]]] = {
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.CHOICE: _options,
    QuestionType.SEVERAL_CHOICES: _options,
    QuestionType.SCALE: _scale,
    QuestionType.DATE: _date,
    QuestionType.SKILLS: _skills,
    QuestionType.PEOPLE_NEVER: _people,
    QuestionType.AVAILABILITY: _availability,
    QuestionType.FILE: _file,
}
