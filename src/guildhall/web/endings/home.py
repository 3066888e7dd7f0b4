"""To which organization a pair belongs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.mentoring.actions.homes import answer_home, propose_home
from guildhall.mentoring.queries.homes import possible_homes
from guildhall.mentoring.queries.renewals import open_home_move
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.endings.forms import HomeForm
from guildhall.web.relationships.loading import framed, load_own
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def home(request: HallRequest, pk: int) -> HttpResponse:
    """Propose another one, or answer a proposal with `do=agree` or `do=stay`."""
    row = load_own(request, pk)
    move = open_home_move(row)
    if move is not None and request.POST.get("do") in ("agree", "stay"):
        agrees = request.POST["do"] == "agree"
        move.relationship = row
        answer_home(move=move, agrees=agrees, by=request.actor, at=clock.now())
        messages.success(
            request,
            _("Your pair belongs to %(house)s now.") % {"house": move.organization.name}
            if agrees
            else _("It stays where it is."),
        )
        return see_other(reverse("relationship", args=[pk]))
    form = HomeForm(request.POST if request.method == "POST" else None, houses=possible_homes(row))
    if form.is_valid():
        propose_home(relationship=row, organization=form.house, by=request.actor, at=clock.now())
        messages.success(request, _("Proposed. It moves once the other agrees."))
        return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    context = {
        **framed(found, _("Where it belongs")),
        "form": form,
        "move": move,
        "by_you": move is not None and move.proposed_by_id == request.person.pk,
        "houses": form.houses,
    }
    return render(request, "endings/home.html", context, status=422 if form.errors else 200)
