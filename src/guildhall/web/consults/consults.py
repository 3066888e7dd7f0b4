"""A guide asks; a senior guide answers, and is never told who asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.mentoring.actions.consults import ask_senior, close_consult, write_in_consult
from guildhall.mentoring.actions.seniors import end_senior, name_senior
from guildhall.mentoring.consult_access import SEE_SENIOR
from guildhall.mentoring.models import Consult, GuideOffer, SeniorGuide
from guildhall.mentoring.queries.consults import (
    consult_by_code,
    consults_of,
    may_consult,
    offered_guides,
    own_senior_roles,
    seniors_for,
)
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.web.consults.forms import AskForm, WordsForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def consults(request: HallRequest) -> HttpResponse:
    """What I asked, what I am asked, and a form for whoever guides somebody."""
    can_ask = may_consult(request.person.pk)
    seniors = seniors_for(request.actor) if can_ask else []
    form = AskForm(request.POST if request.method == "POST" else None, seniors=seniors)
    if form.is_valid():
        consult = _asked(request, form)
        if consult is not None:
            messages.success(request, _("Sent, without your name. The answer appears here."))
            return see_other(reverse("consult", args=[consult.code]))
    mine, asked = consults_of(request.actor)
    context = {
        "form": form,
        "can_ask": can_ask,
        "seniors": seniors,
        "mine": mine,
        "asked": asked,
        "roles": own_senior_roles(request.actor),
        "breadcrumb": [(_("Senior guides"), None)],
    }
    return render(request, "consults/consults.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def consult(request: HallRequest, code: str) -> HttpResponse:
    """For the two of them; the guide's name is not in what the senior guide gets."""
    row = consult_by_code(code, actor=request.actor)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_in_consult(consult=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        except InvalidInput as error:
            refuse(form, error)
        else:
            return see_other(reverse("consult", args=[code]))
    is_senior = row.senior_id == request.person.pk
    context = {
        "consult": row,
        "written": row.written.all(),
        "is_senior": is_senior,
        "form": form,
        "breadcrumb": [
            (_("Senior guides"), reverse("consults")),
            (_("A guide asks") if is_senior else row.senior.name, None),
        ],
    }
    return render(request, "consults/consult.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def consult_end(request: HallRequest, code: str) -> HttpResponse:
    """The guide ends it; all words go."""
    close_consult(
        consult=consult_by_code(code, actor=request.actor), by=request.actor, at=clock.now()
    )
    messages.success(request, _("It has ended, and its words are gone."))
    return see_other(reverse("consults"))


@page(For.STAFF, "GET", "POST")
def senior_guides(request: HallRequest) -> HttpResponse:
    """Who offers to guide, and who of them is named; a POST names one more."""
    if request.method == "POST":
        chosen = request.POST.get("offer", "")
        offers = {one.offer.pk: one.offer for one in offered_guides(request.actor)}
        offer: GuideOffer | None = offers.get(int(chosen)) if is_id(chosen) else None
        if offer is None:
            raise NotVisible
        name_senior(offer=offer, by=request.actor, at=clock.now())
        messages.success(
            request, _("%(name)s is a senior guide now, and told so.") % {"name": offer.person.name}
        )
        return see_other(reverse("senior_guides"))
    context = {
        "guides": offered_guides(request.actor),
        "can_name": visible_to(STAFF_ORGANIZATION, request.actor).exists(),
        "breadcrumb": [(_("Senior guides"), None)],
    }
    return render(request, "consults/senior_guides.html", context)


@page(For.SIGNED_IN, "POST")
def senior_end(request: HallRequest, pk: int) -> HttpResponse:
    """A coordinator ends it, or the senior guide steps back."""
    row = get_visible_or_404(SEE_SENIOR, request.actor, pk, SeniorGuide.objects.all())
    end_senior(senior=row, by=request.actor, at=clock.now())
    if row.person_id == request.person.pk:
        messages.success(request, _("You are asked nothing new. Thank you."))
        return see_other(reverse("consults"))
    return see_other(reverse("senior_guides"))


def _asked(request: HallRequest, form: AskForm) -> Consult | None:
    try:
        return ask_senior(
            senior=form.chosen,
            text=form.cleaned_data["text"],
            names_are_meant=form.cleaned_data["names_are_meant"],
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        refuse(form, error)
        return None
