"""The page of one pair."""

from collections.abc import Mapping

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from guildhall.core import clock
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.web.relationships.composing import TABS, compose
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.relationships.parts import PartContext
from guildhall.web.shared.request import For, HallRequest, is_id, page


@page(For.SIGNED_IN)
def relationship(request: HallRequest, pk: int) -> HttpResponse:
    """All of it for the pair; for a coordinator that they met, and nothing that they wrote.

    `?show=` narrows the timeline to meetings, goals or notes; `?earlier=2` shows as much of it as
    two presses on “Earlier”.
    """
    return show(request, relationship_page(load(request, pk), actor=request.actor, at=clock.now()))


def show(
    request: HallRequest,
    found: RelationshipPage,
    *,
    refused: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """The page; `refused` holds forms with errors, by the name of the tool that shows them."""
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else ""
    earlier = request.GET.get("earlier", "")
    drawn = PartContext(found, request.actor, clock.now(), refused=refused or {})
    context = {
        "found": found,
        "composed": compose(drawn, tab=tab, presses=int(earlier) if is_id(earlier) else 0),
        "tab": tab,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found),
    }
    if request.htmx and request.method == "GET":
        return render(request, "relationships/_timeline.html", context)
    status = 422 if refused else 200
    return render(request, "relationships/relationship.html", context, status=status)
