"""Answering what one expects, and reading both sides' answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.expectations import save_answers, settle_topic
from guildhall.agreements.models import ExpectationRound
from guildhall.agreements.queries.comparison import comparison, side_names
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import require
from guildhall.web.agreements.forms import given_answers, questions
from guildhall.web.agreements.loading import Entered, enter
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def expectations(request: HallRequest, pk: int) -> HttpResponse:
    """The questions until one has answered, then both answers once the other side has.

    `?round=1` shows an earlier comparison, `?change=yes` one's own answers while nobody has read
    them.
    """
    entered = enter(request, pk)
    if request.method == "POST":
        return _saved(request, entered)
    earlier = _earlier_round(request, entered)
    if earlier is not None:
        return _compared(request, entered, earlier)
    current = entered.standing.round
    if current is not None and entered.standing.may_compare(entered.you):
        return _compared(request, entered, current)
    has_answered = entered.you.pk in entered.standing.done
    if has_answered and (request.GET.get("change") != "yes" or not entered.is_open):
        return render(
            request,
            "agreements/waiting.html",
            entered.context(_("Expectations"), waiting=_waiting_names(entered)),
        )
    return _asked(request, entered)


def _saved(request: HallRequest, entered: Entered) -> HttpResponse:
    require(CHANGE_AGREEMENT, request.actor, entered.row)
    answers = given_answers(request.POST)
    is_done = request.POST.get("save") != "later"
    try:
        save_answers(
            relationship=entered.row,
            answers=answers,
            is_done=is_done,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        chosen = {
            key: {"option": one.option, "importance": one.importance}
            for key, one in answers.items()
        }
        return _asked(request, entered, chosen=chosen, error=error)
    if not is_done:
        messages.success(request, _("Kept. Go on whenever you like."))
        return see_other(reverse("relationship", args=[entered.row.pk]))
    return see_other(reverse("expectations", args=[entered.row.pk]))


def _asked(
    request: HallRequest,
    entered: Entered,
    *,
    chosen: dict[str, dict[str, Any]] | None = None,
    error: InvalidInput | None = None,
) -> HttpResponse:
    if chosen is None:
        current = entered.standing.round
        own = current.sheets.filter(party=entered.you).first() if current else None
        chosen = own.chosen if own else {}
    asked = questions(chosen, side_names(entered.parties), error.problems if error else {})
    context = entered.context(
        _("Expectations"),
        questions=asked,
        error=error.message if error else "",
        is_again=bool(entered.standing.round and entered.standing.round.number > 1),
        has_answered=entered.you.pk in entered.standing.done,
        waiting=_waiting_names(entered),
    )
    status = 422 if error else 200
    return render(request, "agreements/questions.html", context, status=status)


def _waiting_names(entered: Entered) -> list[str]:
    """Who else has not answered yet."""
    waiting = entered.standing.waiting_for(entered.standing.done)
    return [party.person.given_name for party in waiting if party.pk != entered.you.pk]


def _earlier_round(request: HallRequest, entered: Entered) -> ExpectationRound | None:
    wanted = request.GET.get("round", "")
    if not is_id(wanted):
        return None
    rounds = entered.standing.rounds
    return next((one for one in rounds[:-1] if one.number == int(wanted)), None)


def _compared(
    request: HallRequest,
    entered: Entered,
    shown: ExpectationRound,
    *,
    error: InvalidInput | None = None,
    topic: str = "",
) -> HttpResponse:
    found = comparison(shown, reader=entered.you, parties=entered.parties)
    is_latest = shown == entered.standing.round
    context = entered.context(
        _("Expectations"),
        compared=found,
        is_latest=is_latest,
        can_settle=is_latest and entered.is_open,
        error=error,
        error_topic=topic,
        words=request.POST.get("words", ""),
    )
    status = 422 if error else 200
    return render(request, "agreements/comparison.html", context, status=status)


@page(For.SIGNED_IN, "POST")
def settlement(request: HallRequest, pk: int, topic: str) -> HttpResponse:
    """Write down what became of one difference."""
    entered = enter(request, pk)
    current = entered.standing.round
    if current is None or not entered.standing.may_compare(entered.you):
        raise NotVisible
    try:
        settle_topic(
            round=current,
            topic=topic,
            choice=request.POST.get("choice", ""),
            words=request.POST.get("words", ""),
            by=request.actor,
            at=entered.at,
        )
    except InvalidInput as error:
        return _compared(request, entered, current, error=error, topic=topic)
    return see_other(reverse("expectations", args=[pk]) + f"#{topic}")
