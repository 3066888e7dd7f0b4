"""The list of concerns, and one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.actions.raising import note_read, share_concern
from guildhall.concerns.actions.reviewing import take_up_escalation
from guildhall.concerns.queries.lists import open_concerns, settled_concerns
from guildhall.concerns.queries.page import concern_page
from guildhall.core import clock
from guildhall.web.concerns.loading import framed, load
from guildhall.web.concerns.settling import words_page
from guildhall.web.concerns.shown import next_step
from guildhall.web.concerns.words import clock_words, pill
from guildhall.web.shared.request import For, HallRequest, page, see_other

A_PAGE = 25


@page(For.SIGNED_IN)
def concerns(request: HallRequest) -> HttpResponse:
    """What the reader may read: open ones by their clocks, or, with `?show=settled`, the others."""
    is_settled = request.GET.get("show") == "settled"
    found = settled_concerns(request.actor) if is_settled else open_concerns(request.actor)
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    at = clock.now()
    rows = [
        {"concern": one, "clock": clock_words(one, at=at), "pill": pill(one, at=at)}
        for one in pages
    ]
    context = {
        "page": pages,
        "rows": rows,
        "is_settled": is_settled,
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Concerns"), None)],
    }
    return render(request, "concerns/concerns.html", context)


@page(For.SIGNED_IN)
def concern(request: HallRequest, pk: int) -> HttpResponse:
    """One concern: the next step on top, the plan, and what happened."""
    row = load(request, pk)
    found = concern_page(row, actor=request.actor)
    at = clock.now()
    context = {
        **framed(request, row),
        "shown": found,
        "step": next_step(found, at=at),
        "clock": clock_words(row, at=at),
        "pill": pill(row, at=at),
    }
    return render(request, "concerns/concern.html", context)


@page(For.SIGNED_IN, "POST")
def concern_sharing(request: HallRequest, pk: int) -> HttpResponse:
    """Share it with the learner; `how` is meeting or writing."""
    row = load(request, pk)
    how = request.POST.get("how", "")
    share_concern(concern=row, how=how, by=request.actor, at=clock.now())
    name = row.learner.given_name
    messages.success(request, _("%(name)s reads it from now on.") % {"name": name})
    return see_other(reverse("concern", args=[pk]))


@page(For.SIGNED_IN, "POST")
def concern_reading(request: HallRequest, pk: int) -> HttpResponse:
    """The learner has read it."""
    note_read(concern=load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Noted that you have read it. That is no agreement."))
    return see_other(reverse("concern", args=[pk]))


@page(For.SIGNED_IN, "GET", "POST")
def concern_lead(request: HallRequest, pk: int) -> HttpResponse:
    """Whoever leads takes it up."""
    row = load(request, pk)
    return words_page(
        request,
        row,
        do=take_up_escalation,
        title=_("Take it up"),
        lead=_("Say to both of them how it goes on. The clock runs again from then on."),
        label=_("How does it go on?"),
        button=_("Take it up"),
        done=_("Both are told. The next day on the clock is set."),
    )
