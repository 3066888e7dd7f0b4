"""The page of one pair."""

from django.http import HttpResponse
from django.shortcuts import render

from guildhall.core import clock
from guildhall.permissions.access import may
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.forms import MeetingForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def relationship(request: HallRequest, pk: int) -> HttpResponse:
    """All of it for the pair; for a coordinator that they met, and nothing that they wrote."""
    found = relationship_page(load(request, pk), actor=request.actor, at=clock.now())
    return show(request, found)


def show(
    request: HallRequest, found: RelationshipPage, *, form: MeetingForm | None = None
) -> HttpResponse:
    """The page, with a meeting form that may carry errors."""
    is_active = found.relationship.state in (RelationshipState.ACTIVE, RelationshipState.CLOSING)
    can_log = is_active and may(ACT_IN_RELATIONSHIP, request.actor, found.relationship)
    context = {
        "found": found,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found),
        "form": form or MeetingForm(today=found.today, cadence=found.rhythm),
        "form_is_open": form is not None,
        "can_log": can_log,
    }
    status = 422 if form is not None else 200
    return render(request, "relationships/relationship.html", context, status=status)
