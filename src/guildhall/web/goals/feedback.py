"""Feedback on one named thing: asked, given, let be."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.goals.access import GIVE_FEEDBACK, READ_FEEDBACK
from guildhall.goals.actions.feedback import ask_feedback, give_feedback, let_feedback_be
from guildhall.goals.models import FeedbackAsk
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.goals.forms import AskForm, FeedbackForm
from guildhall.web.relationships.loading import OF_PAIR, framed, load_own
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def feedback_asks(request: HallRequest, pk: int) -> HttpResponse:
    """Ask for feedback."""
    row = load_own(request, pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        about = form.cleaned_data["about"]
        ask_feedback(relationship=row, about=about, by=request.actor, at=clock.now())
        messages.success(request, _("Asked. The answer stays between you."))
        return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    context = {
        **framed(found, _("Ask for feedback")),
        "form": form,
    }
    return render(request, "goals/ask.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def feedback_ask(request: HallRequest, pk: int) -> HttpResponse:
    """Read it; whoever was asked answers in three short parts, or lets it be."""
    rows = FeedbackAsk.objects.select_related("asker", "giver", *OF_PAIR)
    ask = get_visible_or_404(READ_FEEDBACK, request.actor, pk, rows)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.POST.get("do") == "let_be":
        let_feedback_be(ask=ask, by=request.actor, at=clock.now())
        return see_other(reverse("relationship", args=[ask.relationship_id]))
    if request.method == "POST":
        require(GIVE_FEEDBACK, request.actor, ask)
    if form.is_valid():
        give_feedback(ask=ask, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. It stays between you."))
        return see_other(reverse("relationship", args=[ask.relationship_id]))
    found = relationship_page(ask.relationship, actor=request.actor, at=clock.now())
    is_open = not ask.given_at and not ask.let_be_at
    context = {
        **framed(found, _("Feedback")),
        "ask": ask,
        "form": form,
        "can_give": is_open and may(GIVE_FEEDBACK, request.actor, ask),
    }
    return render(request, "goals/feedback.html", context, status=422 if form.errors else 200)
