"""One's own ripple: a table, and the picture drawn from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.mentoring.actions.naming import set_naming
from guildhall.mentoring.queries.ripple import ripple_of
from guildhall.web.ripple.drawing import drawn
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def ripple(request: HallRequest) -> HttpResponse:
    """Who learned through me, and from whom it came to me."""
    found = ripple_of(request.person)
    context = {
        "ripple": found,
        "after": drawn(found.after, request.person.given_name),
        "before": drawn(found.before, request.person.given_name),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Ripple"), None)],
    }
    return render(request, "ripple/ripple.html", context)


@page(For.SIGNED_IN, "POST")
def naming(request: HallRequest) -> HttpResponse:
    """`named=yes` agrees to be named; anything else takes it back."""
    is_named = request.POST.get("named") == "yes"
    set_naming(person=request.person, is_named=is_named, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("You are named to whoever your learning came from, and went to.")
        if is_named
        else _("You are counted, and not named."),
    )
    return see_other(reverse("ripple"))
