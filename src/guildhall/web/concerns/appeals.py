"""Appeals: written by the learner, answered by somebody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.access import (
    ANSWER_APPEAL,
    ANSWER_CONCERN,
    APPEAL_DECISION,
    READ_APPEAL,
    READ_DECISION,
)
from guildhall.concerns.actions.appealing import answer_appeal, appeal_concern, appeal_decision
from guildhall.concerns.actions.deciding import DecisionDraft
from guildhall.concerns.models import Appeal, Decision
from guildhall.concerns.queries.decisions import options
from guildhall.concerns.states import OPEN
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.concerns.forms import AnswerForm, WordsForm
from guildhall.web.concerns.loading import load
from guildhall.web.concerns.settling import words_page
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

STANDS, WITHDRAWN = "stands", "withdrawn"


@page(For.SIGNED_IN, "GET", "POST")
def concern_appeal(request: HallRequest, pk: int) -> HttpResponse:
    """The learner sees a concern otherwise."""
    return words_page(
        request,
        load(request, pk),
        do=appeal_concern,
        title=_("I see it otherwise"),
        lead=_("It stands beside what was seen. A coordinator who did not write it answers you."),
        label=_("How do you see it?"),
        button=_("Put it beside it"),
        done=_("It stands beside it now, and a coordinator answers you."),
        access=ANSWER_CONCERN,
    )


@page(For.SIGNED_IN, "GET", "POST")
def decision_appeal(request: HallRequest, pk: int) -> HttpResponse:
    """The learner appeals a decision."""
    rows = Decision.objects.select_related("relationship", "learner")
    row = get_visible_or_404(READ_DECISION, request.actor, pk, rows)
    require(APPEAL_DECISION, request.actor, row)
    back = reverse("relationship_decision", args=[row.relationship_id])
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, label=_("Why should it be looked at again?"))
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            appeal_decision(decision=row, words=words, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Somebody who did not decide it answers you."))
            return see_other(back)
    context = {
        "title": _("Appeal"),
        "lead": _("Somebody who did not decide it reads what you write, and answers you here."),
        "form": form,
        "button": _("Appeal"),
        "back": back,
        "breadcrumb": [(_("Final decision"), back), (_("Appeal"), None)],
    }
    return render(request, "concerns/words.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def appeal_answer(request: HallRequest, pk: int) -> HttpResponse:
    """Answer an appeal; what it is about stands, or changes."""
    rows = Appeal.objects.select_related(
        "by", "concern__learner", "decision__relationship__program"
    )
    row = get_visible_or_404(READ_APPEAL, request.actor, pk, rows)
    require(ANSWER_APPEAL, request.actor, row)
    choices = _choices(row)
    has_day = any(value == "extended" for value, _label in choices)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, choices=choices, has_day=has_day)
    back = _back(row)
    if form.is_valid():
        try:
            answer_appeal(appeal=row, by=request.actor, at=clock.now(), **_answer(row, form))
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Answered. Both versions stay to be read."))
            return see_other(back)
    context = {
        "appeal": row,
        "form": form,
        "back": back,
        "breadcrumb": [(_("Concerns"), reverse("concerns")), (_("Appeal"), None)],
    }
    return render(request, "concerns/answer.html", context, status=422 if form.errors else 200)


def _choices(row: Appeal) -> list[tuple[str, str]]:
    choices = [(STANDS, _("It stands as it is"))]
    if row.concern is not None:
        if row.concern.state in OPEN:
            choices.append((WITHDRAWN, _("The concern is taken back")))
        return choices
    assert row.decision is not None
    for option in options(row.decision.relationship, at=clock.now()):
        if not option.missing and option.outcome != row.decision.outcome:
            words = _("It is changed to: %(outcome)s") % {"outcome": option.outcome.label}
            choices.append((option.outcome.value, words))
    return choices


def _answer(row: Appeal, form: AnswerForm) -> dict[str, Any]:
    data = form.cleaned_data
    chosen, words = data["changes"], data["words"]
    if chosen == STANDS:
        return {"words": words}
    draft = None
    if row.decision is not None:
        draft = DecisionDraft(chosen, words, data.get("until"))
    return {"words": words, "changes": True, "draft": draft}


def _back(row: Appeal) -> str:
    if row.decision is not None:
        return reverse("relationship_decision", args=[row.decision.relationship_id])
    return reverse("concern", args=[row.concern_id])
