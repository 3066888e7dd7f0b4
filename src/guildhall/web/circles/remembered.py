"""What was written in a circle while one was in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.mentoring.queries.remembered import circles_left, remembered
from guildhall.relationships.models import Relationship
from guildhall.web.circles.circle import breadcrumb
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def circle_remembered(request: HallRequest, pk: int) -> HttpResponse:
    """Only for whoever left the circle."""
    circle = Relationship.objects.filter(pk=pk).first()
    party = circles_left(request.actor).filter(relationship=circle).first() if circle else None
    if party is None:
        raise NotVisible
    title = party.relationship.title or _("A circle")
    context = {
        "party": party,
        "title": title,
        "lines": remembered(party),
        "breadcrumb": breadcrumb((title, None)),
    }
    return render(request, "circles/remembered.html", context)
