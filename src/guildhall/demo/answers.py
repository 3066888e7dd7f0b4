"""Answers to an application's questions, chosen by the seed."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from guildhall.demo.files import data
from guildhall.programs.queries.applications import Application, Sheet
from guildhall.questions.answers import Upload
from guildhall.questions.models import Question
from guildhall.questions.options import options_of
from guildhall.questions.states import QuestionType as Q

OFTEN_FIRST = 0.6  # how often the first option is among several


def sheet_values(sheet: Sheet, *, is_guide: bool, today: date, random: Random) -> dict[str, Any]:
    """Answers to what is still open on a sheet: all required questions and most others."""
    wanted = [
        row
        for row in sheet.questions
        if row.key not in sheet.values and (row.is_required or random.random() < 0.7)
    ]
    return {
        row.key: _number(row, is_guide, random)
        if row.type == Q.NUMBER
        else _answer(row, today=today, random=random)
        for row in wanted
    }


def application_values(
    application: Application, *, is_guide: bool, today: date, random: Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers to the questions of the side, and to the baseline."""
    return (
        sheet_values(application.main, is_guide=is_guide, today=today, random=random),
        sheet_values(application.baseline, is_guide=is_guide, today=today, random=random),
    )


def _answer(question: Question, *, today: date, random: Random) -> Any:
    settings = question.settings
    fixed = data("answers.toml")["fixed"].get(question.key)
    if fixed and set(fixed) <= set(options_of(question)):
        return fixed
    match question.type:
        case Q.CHOICE:
            return random.choice(list(options_of(question)))
        case Q.SEVERAL_CHOICES:
            return _several(list(options_of(question)), settings, random)
        case Q.SCALE:
            return random.randint(int(settings.get("min", 1)), int(settings.get("max", 5)))
        case Q.DATE:
            return (today + timedelta(days=random.randint(20, 90))).isoformat()
        case Q.LONG_TEXT:
            return random.choice(data("answers.toml")["long"])
        case Q.SHORT_TEXT:
            return random.choice(data("answers.toml")["short"])
        case Q.FILE:
            return Upload("letter.txt", b"A letter of motivation.", "text/plain")
        case Q.AVAILABILITY:
            return [[random.randint(0, 4), 16 * 60, 18 * 60]]
        case _:
            return None


def _number(question: Question, is_guide: bool, random: Random) -> int:
    """Guides have done more: cases, years, whatever is counted."""
    low, high = int(question.settings.get("min", 0)), int(question.settings.get("max", 10))
    few = random.randint(low, min(high, low + 4))
    return min(high, few + 120) if is_guide and high > 100 else few


def _several(keys: Sequence[str], settings: dict[str, Any], random: Random) -> list[str]:
    most = min(int(settings.get("max", 3)), len(keys), 3)
    least = max(1, int(settings.get("min", 1)))
    chosen = random.sample(keys, k=random.randint(least, max(least, most)))
    if random.random() < OFTEN_FIRST and keys[0] not in chosen:
        chosen[0] = keys[0]
    return chosen
