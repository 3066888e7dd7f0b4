"""Checking answers. What is stored, by type of question:

short_text, long_text   text                        scale, number   number
choice                  the option's key            date            "2026-11-16"
several_choices         list of option keys         skills          {skill key: level 1–5}
people_never            list of person ids          availability    [[weekday, start, end], …]
file                    {"name": …, "size": …}; the file itself hangs on the answer

Nothing answered is None. Weekdays count from Monday, 0; start and end are minutes of the day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.competencies.folding import folded
from guildhall.core.errors import InvalidInput
from guildhall.questions.finding import Finder
from guildhall.questions.models import Question
from guildhall.questions.options import OptionFinder, options_of
from guildhall.questions.states import QuestionType

SHORT, LONG = 250, 4000
FILE_MEGABYTES = 10
FILE_ENDINGS = ("pdf", "docx", "odt", "txt", "jpg", "jpeg", "png")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that can be kept, and for the others what is wrong, by question key."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def check_answer(question: Question, raw: Any, *, finder: Finder | None = None) -> Any:
    """The value to be stored, None where nothing was answered.

    `raw` is what a form or file gave: text, a list of texts, pairs of skill and level, triples of
    weekday and minutes, or an Upload. `finder` looks up skills and people on behalf of whoever
    answers. Raises InvalidInput with one sentence that says what to do.
    """
    if raw is None or raw in ("", [], {}, ()):
        return None
    return CHECKS[QuestionType(question.type)](question, raw, finder or Finder())


def check_answers(
    questions: Sequence[Question],
    raw: Mapping[str, Any],
    *,
    finder: Finder | None = None,
    whole: bool = True,
) -> Checked:
    """Check the answers to a set. With `whole`, a required question left open is a problem."""
    checked = Checked()
    finder = finder or Finder()
    for question in questions:
        try:
            value = check_answer(question, raw.get(question.key), finder=finder)
        except InvalidInput as error:
            checked.problems[question.key] = error.message
            continue
        if value is None and whole and question.is_required:
            checked.problems[question.key] = _("This one is needed. Please answer it.")
        checked.values[question.key] = value
    return checked


def _text(question: Question, raw: Any, _finder: Finder) -> str | None:
    text = str(raw).replace("\r\n", "\n").strip()
    is_short = question.type == QuestionType.SHORT_TEXT
    most = SHORT if is_short else int(question.settings.get("max", LONG))
    if len(text) > most:
        raise InvalidInput(
            _("This has %(length)s characters; there is room for %(most)s.")
            % {"length": len(text), "most": most}
        )
    least = int(question.settings.get("min", 0))
    if text and len(text) < least:
        raise InvalidInput(_("Write at least %(least)s characters.") % {"least": least})
    return (" ".join(text.split()) if is_short else text) or None


def _choice(question: Question, raw: Any, _finder: Finder) -> str:
    return _option(OptionFinder(options_of(question)), str(raw))


def _several(question: Question, raw: Any, _finder: Finder) -> list[str] | None:
    options = OptionFinder(options_of(question))
    texts = [raw] if isinstance(raw, str) else raw
    chosen = list(dict.fromkeys(_option(options, str(text)) for text in texts if str(text).strip()))
    _refuse_count(question, len(chosen))
    return chosen or None


def _option(options: OptionFinder, text: str) -> str:
    key = options.find(text.strip())
    if key is None:
        labels = {folded(label): label for label in options.options.values()}
        near = get_close_matches(folded(text), labels, n=2, cutoff=0.7)
        raise InvalidInput(unknown_words(text, [labels[name] for name in near]))
    return key


def _whole_number(question: Question, raw: Any, _finder: Finder) -> int:
    text = str(raw).strip()
    low, high = question.settings.get("min"), question.settings.get("max")
    try:
        number = int(text)
    except ValueError:
        raise InvalidInput(
            _("“%(text)s” is not a whole number. Write one, such as 3.") % {"text": text}
        ) from None
    if (low is not None and number < low) or (high is not None and number > high):
        raise InvalidInput(_range_words(low, high))
    return number


def _range_words(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return _("Give a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if low is not None:
        return _("Give a number of %(low)s or more.") % {"low": low}
    return _("Give a number of %(high)s or less.") % {"high": high}


def _date(_question: Question, raw: Any, _finder: Finder) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    try:
        return date.fromisoformat(str(raw).strip()).isoformat()
    except ValueError:
        raise InvalidInput(
            _("“%(text)s” is not a date. Write it as 2026-11-16.") % {"text": raw}
        ) from None


def _skills(question: Question, raw: Any, finder: Finder) -> dict[str, int] | None:
    levels: dict[str, int] = {}
    for text, level in raw.items() if isinstance(raw, Mapping) else raw:
        if not str(text).strip():
            continue
        key = finder.skill_key(str(text))
        if key is None:
            raise InvalidInput(unknown_words(str(text), finder.near_skills(str(text))))
        if str(level) not in ("1", "2", "3", "4", "5"):
            raise InvalidInput(
                _("Choose a level from 1 to 5 for “%(skill)s”.") % {"skill": str(text).strip()}
            )
        levels[key] = int(level)
    _refuse_count(question, len(levels))
    return levels or None


def _people(question: Question, raw: Any, finder: Finder) -> list[int] | None:
    found: list[int] = []
    for text in raw:
        if isinstance(text, int):
            found.append(text)
        elif str(text).strip():
            found.append(finder.person_id(str(text)))
    return list(dict.fromkeys(found)) or None


def _availability(_question: Question, raw: Any, _finder: Finder) -> list[list[int]] | None:
    windows: list[list[int]] = []
    for weekday, start, end in raw:
        if not (0 <= int(weekday) <= 6 and 0 <= int(start) < int(end) <= 24 * 60):
            raise InvalidInput(_("Each time must start before it ends, within one day."))
        windows.append([int(weekday), int(start), int(end)])
    return sorted(windows) or None


def _file(_question: Question, raw: Any, _finder: Finder) -> Upload | Mapping[str, Any]:
    if isinstance(raw, Mapping):
        return raw
    assert isinstance(raw, Upload)
    ending = raw.name.rpartition(".")[2].lower()
    if ending not in FILE_ENDINGS:
        raise InvalidInput(
            _("This kind of file cannot be taken. Hand in one of these: %(endings)s.")
            % {"endings": ", ".join(FILE_ENDINGS)}
        )
    if len(raw.content) > FILE_MEGABYTES * 1_000_000:
        raise InvalidInput(
            _("The file is too large; at most %(most)s MB.") % {"most": FILE_MEGABYTES}
        )
    if not raw.content:
        raise InvalidInput(_("The file is empty. Choose another one."))
    return raw


def _refuse_count(question: Question, count: int) -> None:
    low, high = question.settings.get("min"), question.settings.get("max")
    if high is not None and count > high:
        words = ngettext("Choose one at most.", "Choose at most %(high)s.", high)
        raise InvalidInput(words % {"high": high})
    if low is not None and 0 < count < low:
        words = ngettext("Choose at least one.", "Choose at least %(low)s.", low)
        raise InvalidInput(words % {"low": low})


def unknown_words(text: str, near: Sequence[str]) -> str:
    """“Suturing” is not known, and what may have been meant."""
    values = {"text": text.strip()}
    if near:
        values["near"] = _(" or ").join(f"“{name}”" for name in near)
        return _("“%(text)s” is not on the list. Did you mean %(near)s?") % values
    return _("“%(text)s” is not on the list. Choose one of the suggestions.") % values


CHECKS: dict[QuestionType, Callable[[Question, Any, Finder], Any]] = {
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.CHOICE: _choice,
    QuestionType.SEVERAL_CHOICES: _several,
    QuestionType.SCALE: _whole_number,
    QuestionType.NUMBER: _whole_number,
    QuestionType.DATE: _date,
    QuestionType.SKILLS: _skills,
    QuestionType.PEOPLE_NEVER: _people,
    QuestionType.AVAILABILITY: _availability,
    QuestionType.FILE: _file,
}
