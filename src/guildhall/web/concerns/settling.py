"""Moves of a concern that need a few words: to the lead, outside, back, resolved."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.access import (
    LEAD_CONCERN,
    READ_CONCERN,
    TAKE_BACK_CONCERN,
    WORK_ON_CONCERN,
)
from guildhall.concerns.actions.raising import take_concern_back
from guildhall.concerns.actions.reviewing import escalate_concern, refer_out, resolve_concern
from guildhall.concerns.models import Concern
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import Access, require
from guildhall.web.concerns.forms import WordsForm
from guildhall.web.concerns.loading import framed, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


def words_page(
    request: HallRequest,
    row: Concern,
    *,
    do: Callable[..., Any],
    title: str,
    lead: str,
    label: str,
    button: str,
    done: str,
    access: Access[Concern] = LEAD_CONCERN,
    is_needed: bool = True,
) -> HttpResponse:
    """A page with one field and one button; `do` is the action, which takes the words."""
    require(access, request.actor, row)
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, label=label, is_needed=is_needed)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            do(concern=row, words=words, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return see_other(reverse("concern", args=[row.pk]))
    context = {
        **framed(request, row, title),
        "title": title,
        "lead": lead,
        "form": form,
        "button": button,
        "back": reverse("concern", args=[row.pk]),
    }
    return render(request, "concerns/words.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def concern_escalation(request: HallRequest, pk: int) -> HttpResponse:
    """One of the pair asks whoever leads the program to look at it."""
    row = load(request, pk)
    is_learner = row.learner_id == request.person.pk
    return words_page(
        request,
        row,
        do=escalate_concern,
        title=_("Ask the program lead"),
        lead=_(
            "Whoever coordinates the program looks at it, and tells both of you how it goes on."
        ),
        label=_("What should they look at?"),
        button=_("Ask"),
        done=_("They are told. Until they answer, no clock runs."),
        access=READ_CONCERN if is_learner else WORK_ON_CONCERN,
    )


@page(For.SIGNED_IN, "GET", "POST")
def concern_resolution(request: HallRequest, pk: int) -> HttpResponse:
    """It is settled well."""
    return words_page(
        request,
        load(request, pk),
        do=resolve_concern,
        title=_("Settle it as resolved"),
        lead=_("The last review found the aim met. It stays to be read, and nothing hangs on it."),
        label=_("A word to go with it"),
        button=_("Resolved"),
        done=_("It is resolved."),
        access=WORK_ON_CONCERN,
        is_needed=False,
    )


@page(For.SIGNED_IN, "GET", "POST")
def concern_referral(request: HallRequest, pk: int) -> HttpResponse:
    """It goes on outside of the program."""
    return words_page(
        request,
        load(request, pk),
        do=refer_out,
        title=_("Handled outside"),
        lead=_("It goes on by the route that your house has for it. Here nothing is judged."),
        label=_("Who looks after it now, and what the learner can expect"),
        button=_("Pass it on"),
        done=_("It is recorded as handled outside, without a judgment."),
    )


@page(For.SIGNED_IN, "GET", "POST")
def concern_withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """It does not stand."""
    return words_page(
        request,
        load(request, pk),
        do=take_concern_back,
        title=_("Take it back"),
        lead=_("It does not stand, and no decision can lean on it. What was seen stays readable."),
        label=_("Why does it not stand?"),
        button=_("Take it back"),
        done=_("It is taken back."),
        access=TAKE_BACK_CONCERN,
    )
