"""Asking for a person of the program."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.page import relationship_page
from guildhall.safety.access import READ_ASK
from guildhall.safety.actions.support import ask_for_person, take_up_ask
from guildhall.safety.models import ContactAsk
from guildhall.safety.queries.readers import coordinators_for
from guildhall.safety.queries.support import asks_of
from guildhall.web.relationships.loading import breadcrumb, load
from guildhall.web.safety.forms import AskForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def contact_asks(request: HallRequest, pk: int) -> HttpResponse:
    """Ask; only the pair."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_for_person(relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("It is on its way. Somebody gets in touch with you."))
        return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    asks = [ask for ask in asks_of(row, actor=request.actor) if ask.taken_up_at is None]
    context = {
        "found": found,
        "form": form,
        "names": listed([person.name for person in coordinators_for(row)]),
        "open_ask": next((a for a in asks if a.asked_by_id == request.person.pk), None),
        "breadcrumb": breadcrumb(found, (_("Ask for a person"), None)),
    }
    return render(request, "safety/ask.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def contact_ask_answer(request: HallRequest, pk: int) -> HttpResponse:
    """A coordinator gets in touch."""
    found = get_visible_or_404(READ_ASK, request.actor, pk, ContactAsk.objects.all())
    take_up_ask(ask=found, by=request.actor, at=clock.now())
    messages.success(request, _("They now know that you get in touch."))
    return see_other(reverse("relationship", args=[found.relationship_id]))
