"""Yes and no to an offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.relationships.actions.offers import accept_offer, decline_offer
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.loading import framed, load, load_own
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def acceptance(request: HallRequest, pk: int) -> HttpResponse:
    """Say yes."""
    row = accept_offer(relationship=load(request, pk), by=request.actor, at=clock.now())
    if row.state == RelationshipState.ACTIVE:
        messages.success(request, _("It begins. Your first steps are below."))
    else:
        messages.success(request, _("Thank you. You hear from us once everybody has answered."))
    return see_other(reverse("relationship", args=[pk]))


@page(For.SIGNED_IN, "GET", "POST")
def refusal(request: HallRequest, pk: int) -> HttpResponse:
    """Ask once, then say no."""
    row = load_own(request, pk)
    if request.method == "POST":
        decline_offer(relationship=row, by=request.actor, at=clock.now())
        messages.success(request, _("Thank you for saying so. Somebody else will be found."))
        return see_other(reverse("relationships"))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    context = {
        **framed(found, _("Not this time")),
        "is_open": row.state == RelationshipState.OFFERED,
    }
    return render(request, "relationships/refusal.html", context)
