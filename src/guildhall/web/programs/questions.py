"""What a program asks: in which order, in which words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.programs.actions.questions import (
    MOST_BASELINE,
    add_program_question,
    change_program_question,
    move_program_question,
    retire_program_question,
)
from guildhall.programs.models import Program
from guildhall.programs.queries.applications import (
    BASELINE,
    SETS_OF,
    asked_questions,
    program_of_question,
    set_of,
)
from guildhall.programs.queries.readers import readers_of
from guildhall.programs.states import BOTH, Construct, Side
from guildhall.questions.models import Question
from guildhall.web.joining.asking import VISIBILITY
from guildhall.web.programs.baseline_question import BaselineQuestionForm
from guildhall.web.programs.program import changeable_program
from guildhall.web.programs.question_details import QuestionDetailsForm
from guildhall.web.shared.request import For, HallRequest, page, see_other

AnyForm = QuestionDetailsForm | BaselineQuestionForm


@page(For.STAFF)
def questions(request: HallRequest, pk: int, side: str) -> HttpResponse:
    """The questions of one side, or on where people begin, in order."""
    program = _program(request, pk, side)
    rows = [
        (
            row,
            _kind_words(program, side, row),
            VISIBILITY[readers_of(program, row)],
            readers_of(program, row).label,
        )
        for row in asked_questions(set_of(program, side))
    ]
    context = {
        "program": program,
        "side": side,
        "is_baseline": side == BASELINE,
        "sides": _tabs(program, side),
        "rows": rows,
        "most": MOST_BASELINE,
        "breadcrumb": _breadcrumb(program, None),
    }
    return render(request, "programs/questions.html", context)


@page(For.STAFF, "GET", "POST")
def new(request: HallRequest, pk: int, side: str) -> HttpResponse:
    """One question more."""
    program = _program(request, pk, side)
    form = _form(request, program, side)
    if request.method == "POST" and form.is_valid():
        try:
            add_program_question(
                program=program, part=side, spec=form.spec(), by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            form.place(error)
        else:
            messages.success(request, _("The question is asked from now on."))
            return see_other(reverse("program_questions", args=[pk, side]))
    return _show_form(request, program, side, form)


@page(For.STAFF, "GET", "POST")
def edit(request: HallRequest, pk: int) -> HttpResponse:
    """Other words, another type. Answers that were given keep the question they were given to."""
    question, program, side = _question(request, pk)
    form = _form(request, program, side, question)
    if request.method == "POST" and form.is_valid():
        try:
            change_program_question(
                program=program,
                question=question,
                spec=form.spec(question),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            form.place(error)
        else:
            messages.success(request, _("The question was changed."))
            return see_other(reverse("program_questions", args=[program.pk, side]))
    return _show_form(request, program, side, form, question=question)


@page(For.STAFF, "POST")
def move(request: HallRequest, pk: int) -> HttpResponse:
    """Ask it earlier or later."""
    question, program, side = _question(request, pk)
    steps = -1 if request.POST.get("to") == "earlier" else 1
    move_program_question(
        program=program, question=question, steps=steps, by=request.actor, at=clock.now()
    )
    return see_other(reverse("program_questions", args=[program.pk, side]))


@page(For.STAFF, "POST")
def retire(request: HallRequest, pk: int) -> HttpResponse:
    """No longer ask it."""
    question, program, side = _question(request, pk)
    retire_program_question(program=program, question=question, by=request.actor, at=clock.now())
    messages.success(request, _("It is no longer asked. Answers given to it are kept."))
    return see_other(reverse("program_questions", args=[program.pk, side]))


def _form(
    request: HallRequest, program: Program, side: str, question: Question | None = None
) -> AnyForm:
    data = request.POST or None
    if side == BASELINE:
        if question is not None:
            return BaselineQuestionForm.of(question, data, program=program)
        return BaselineQuestionForm(data, program=program)
    if question is not None:
        return QuestionDetailsForm.of(question, data)
    return QuestionDetailsForm(data, initial={"type": "short_text"})


def _kind_words(program: Program, side: str, question: Question) -> str:
    """What sort of question it is; where people begin, what it measures and of whom."""
    if side != BASELINE:
        return str(question.get_type_display())
    settings = question.settings
    measured = dict(Construct.choices).get(settings.get("construct", ""), "")
    asked = {BOTH: _("both sides"), **_words(program)}.get(settings.get("asked_of", BOTH), "")
    return " · ".join(str(part) for part in (measured, asked) if part)


def _words(program: Program) -> dict[str, str]:
    return {str(key): program.word(key, plural=True).capitalize() for key in Side.values}


def _tabs(program: Program, side: str) -> list[tuple[str, str, bool]]:
    tabs = {**_words(program), BASELINE: _("Where people begin")}
    return [(key, words, key == side) for key, words in tabs.items()]


def _program(request: HallRequest, pk: int, side: str) -> Program:
    if side not in SETS_OF:
        raise NotVisible
    return changeable_program(request, pk)


def _question(request: HallRequest, pk: int) -> tuple[Question, Program, str]:
    question = Question.objects.filter(pk=pk, retired_at__isnull=True).first()
    found = program_of_question(question) if question else None
    if question is None or found is None:
        raise NotVisible
    program, side = found
    return question, changeable_program(request, program.pk), side


def _show_form(
    request: HallRequest,
    program: Program,
    side: str,
    form: AnyForm,
    *,
    question: Question | None = None,
) -> HttpResponse:
    context = {
        "program": program,
        "side": side,
        "word": program.word(side),
        "is_baseline": side == BASELINE,
        "form": form,
        "question": question,
        "is_answered": question is not None and question.answers.exists(),
        "breadcrumb": _breadcrumb(program, side),
    }
    request.section = "programs"  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    return render(request, "programs/question.html", context, status=status)


def _breadcrumb(program: Program, side: str | None) -> list[tuple[str, str | None]]:
    start: list[tuple[str, str | None]] = [
        (_("Programs"), reverse("programs")),
        (program.name, reverse("program", args=[program.pk])),
    ]
    if side is None:
        return [*start, (_("Questions"), None)]
    questions_url = reverse("program_questions", args=[program.pk, side])
    return [*start, (_("Questions"), questions_url), (_("Question"), None)]
