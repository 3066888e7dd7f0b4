"""The questions of an application as a page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from guildhall.programs.models import Enrollment, Program
from guildhall.programs.queries.applications import Application, Sheet
from guildhall.programs.queries.readers import Readers, readers_of
from guildhall.questions.queries.shown import ShownAnswer, shown_values
from guildhall.web.joining.question_form import QuestionForm, is_rows

VISIBILITY = {Readers.NOBODY: "self", Readers.PROGRAM: "program", Readers.PAIR: "pair"}


@dataclass(frozen=True)
class Asked:
    """One question with its control, who reads the answer, and whether the profile gave it."""

    field: BoundField
    is_rows: bool
    visibility: str
    readers: str
    is_from_profile: bool


@dataclass(frozen=True)
class Reviewed:
    """One answer before it is handed in, and who will read it."""

    shown: ShownAnswer
    visibility: str
    readers: str


def asked_rows(form: QuestionForm, program: Program, proposed: Mapping[str, object]) -> list[Asked]:
    """The fields of a form in order."""
    return [
        Asked(
            field=form[key],
            is_rows=is_rows(form[key]),
            visibility=VISIBILITY[readers_of(program, question)],
            readers=str(readers_of(program, question).label),
            is_from_profile=key in proposed,
        )
        for key, question in form.questions.items()
    ]


def reviewed_rows(program: Program, sheet: Sheet) -> list[Reviewed]:
    """Answers in words with their readers."""
    rows = shown_values(sheet.questions, sheet.values)
    return [
        Reviewed(
            row,
            VISIBILITY[readers_of(program, row.question)],
            str(readers_of(program, row.question).label),
        )
        for row in rows
    ]


def forms_of(
    enrollment: Enrollment, application: Application, *data: object
) -> tuple[QuestionForm, QuestionForm]:
    """The form of the main sheet and that of the baseline; keys may repeat, so prefixes differ."""
    person = enrollment.person
    main = QuestionForm(
        *data, questions=application.main.questions, person=person, values=application.main.values
    )
    baseline = QuestionForm(
        *data,
        questions=application.baseline.questions,
        person=person,
        values=application.baseline.values,
        prefix="before",
    )
    return main, baseline


def progress_words(application: Application) -> str:
    """“9 of 16 answered, 4 of them from your profile”."""
    counts = {
        "answered": application.answered,
        "asked": application.asked,
        "known": len(application.main.proposed),
    }
    if counts["known"]:
        return _("%(answered)s of %(asked)s answered, %(known)s of them from your profile") % counts
    return _("%(answered)s of %(asked)s answered") % counts


def open_labels(sheets: Iterable[Sheet]) -> list[str]:
    """Labels of required questions that are still open."""
    return [question.label for sheet in sheets for question in sheet.open_questions]
