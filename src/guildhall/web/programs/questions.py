"""What a program asks: in which order, in which words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.programs.actions.questions import (
    add_program_question,
    change_program_question,
    move_program_question,
    retire_program_question,
)
from guildhall.programs.models import Program
from guildhall.programs.queries.applications import (
    asked_questions,
    program_of_question,
    questions_for,
)
from guildhall.programs.queries.readers import readers_of
from guildhall.programs.states import Side
from guildhall.questions.models import Question
from guildhall.web.joining.asking import VISIBILITY
from guildhall.web.programs.program import changeable_program
from guildhall.web.programs.question_details import QuestionDetailsForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF)
def questions(request: HallRequest, pk: int, side: str) -> HttpResponse:
    """The questions of one side, in order."""
    program = _program(request, pk, side)
    rows = [
        (row, VISIBILITY[readers_of(program, row)], readers_of(program, row).label)
        for row in asked_questions(questions_for(program, side))
    ]
    context = {
        "program": program,
        "side": side,
        "word": program.word(side),
        "sides": [
            (key, program.word(key, plural=True).capitalize(), key == side) for key in Side.values
        ],
        "rows": rows,
        "baseline": asked_questions(program.baseline_questions),
        "breadcrumb": _breadcrumb(program, None),
    }
    return render(request, "programs/questions.html", context)


@page(For.STAFF, "GET", "POST")
def new(request: HallRequest, pk: int, side: str) -> HttpResponse:
    """One question more."""
    program = _program(request, pk, side)
    form = QuestionDetailsForm(request.POST or None, initial={"type": "short_text"})
    if request.method == "POST" and form.is_valid():
        try:
            add_program_question(
                program=program, side=side, spec=form.spec(), by=request.actor, at=clock.now()
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
    form = QuestionDetailsForm.of(question, request.POST or None)
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


def _program(request: HallRequest, pk: int, side: str) -> Program:
    if side not in Side.values:
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
    form: QuestionDetailsForm,
    *,
    question: Question | None = None,
) -> HttpResponse:
    context = {
        "program": program,
        "side": side,
        "word": program.word(side),
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
