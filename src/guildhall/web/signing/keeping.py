"""A learner's own ward card, and the assessors of an organization."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.assessment.actions.assessors import end_assessor, name_assessor
from guildhall.assessment.actions.ward_cards import end_ward_card, make_ward_card
from guildhall.assessment.queries.gate import card_path, present_card
from guildhall.assessment.sign_off_access import (
    END_ASSESSOR,
    END_WARD_CARD,
    KEEP_WARD_CARD,
    NAME_ASSESSORS,
    named_assessors,
)
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.shared.codes import code_picture
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.signing.crumbs import load_passport, passport_crumbs
from guildhall.web.signing.forms import AssessorForm


@never_cache
@page(For.SIGNED_IN, "GET", "POST")
def own_ward_card(request: HallRequest, pk: int) -> HttpResponse:
    """The card with its code of the moment; POST makes a new one, and ends the one before."""
    passport = load_passport(request, pk)
    if request.method == "POST":
        make_ward_card(passport=passport, by=request.actor, at=clock.now())
        messages.success(request, _("The card is made. Show its code on the ward."))
        return see_other(request.path)
    card = present_card(passport)
    keeps = may(KEEP_WARD_CARD, request.actor, passport)
    context = {
        "passport": passport,
        "card": card,
        "keeps": keeps,
        "ends": card is not None and may(END_WARD_CARD, request.actor, card),
        "path": card_path(card, clock.now()) if card and keeps else "",
        "breadcrumb": passport_crumbs(request, passport, (_("Ward card"), None)),
    }
    return render(request, "signing/own_ward_card.html", context)


@never_cache
@page(For.SIGNED_IN)
def ward_card_code(request: HallRequest, pk: int) -> HttpResponse:
    """The QR code of the card; another one every few hours."""
    passport = load_passport(request, pk)
    require(KEEP_WARD_CARD, request.actor, passport)
    card = present_card(passport)
    if card is None:
        raise NotVisible
    return code_picture(f"{settings.GUILDHALL_BASE_URL}{card_path(card, clock.now())}")


@page(For.SIGNED_IN, "POST")
def ward_card_end(request: HallRequest, pk: int) -> HttpResponse:
    """End a card with all of its codes."""
    card = get_visible_or_404(END_WARD_CARD, request.actor, pk)
    end_ward_card(card=card, by=request.actor, at=clock.now())
    messages.success(request, _("The card is ended. Its codes show nothing any more."))
    return see_other(reverse("own_ward_card", args=[card.passport_id]))


@page(For.STAFF, "GET", "POST")
def assessors(request: HallRequest, pk: int) -> HttpResponse:
    """Who may sign off beside the preceptors; POST names one more."""
    row = get_visible_or_404(NAME_ASSESSORS, request.actor, pk)
    form = AssessorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            email = form.cleaned_data["email"]
            name_assessor(organization=row, email=email, by=request.actor, at=clock.now())
            messages.success(request, _("Named. They are told what it asks of them."))
            return see_other(request.path)
        except InvalidInput as error:
            refuse(form, error)
    named = named_assessors().filter(organization=row).select_related("person", "named_by")
    context = {
        "organization": row,
        "form": form,
        "assessors": named.order_by("named_at", "pk"),
        "breadcrumb": [(_("Settings"), reverse("settings")), (row.name, None)],
    }
    return render(request, "signing/assessors.html", context, status=422 if form.errors else 200)


@page(For.STAFF, "POST")
def assessor_end(request: HallRequest, pk: int) -> HttpResponse:
    """They are asked no more; what they signed stays."""
    row = get_visible_or_404(END_ASSESSOR, request.actor, pk)
    end_assessor(assessor=row, by=request.actor, at=clock.now())
    messages.success(request, _("Ended. What they signed stays as it is."))
    return see_other(reverse("assessors", args=[row.organization_id]))
