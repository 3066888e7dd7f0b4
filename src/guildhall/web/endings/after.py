"""What comes next, once it has ended."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.after_end import OF_SIDE, choose_next
from guildhall.mentoring.actions.overdue import reopen_pair
from guildhall.mentoring.ending_states import Next
from guildhall.mentoring.queries.endings import ending_of, next_of, was_left
from guildhall.permissions.access import require
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.closing import reopens_until
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def after_end(request: HallRequest, pk: int) -> HttpResponse:
    """One click each: somebody else, the guides, a break, a call, nothing."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    assert found.you is not None
    you = found.you.party
    problem = ""
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        try:
            choose_next(relationship=row, choice=choice, by=request.actor, at=clock.now())
        except InvalidInput as error:
            problem = error.problems["choice"]
        else:
            messages.success(request, _("Noted. You can change it here at any time."))
            return see_other(reverse("relationship_next", args=[pk]))
    ways = OF_SIDE[Side(you.side)]
    if you.enrollment_id is None:
        ways = tuple(way for way in ways if way != Next.SOMEBODY)
    context = {
        "found": found,
        "ways": [(way.value, way.label) for way in ways],
        "chosen": next_of(row, actor=request.actor),
        "thanks": ending_of(row, actor=request.actor, parties=len(found.members)).thanks,
        "can_thank": not was_left(row),
        "is_closed": row.state == RelationshipState.CLOSED,
        "reopens_until": _reopens_until(row),
        "problem": problem,
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("What comes next"), None)),
    }
    return render(request, "endings/next.html", context, status=422 if problem else 200)


@page(For.SIGNED_IN, "POST")
def reopening(request: HallRequest, pk: int) -> HttpResponse:
    """Open a pair again that closed by itself."""
    row = reopen_pair(relationship=load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("It is open again. Choose together how to go on."))
    return see_other(reverse("relationship", args=[row.pk]))


def _reopens_until(row: Relationship) -> date | None:
    until = reopens_until(row)
    is_late = until is None or until < clock.now().date()
    return None if is_late or row.contact_rests_since is not None else until
