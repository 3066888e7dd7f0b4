"""Leaving early, in two steps: say what should happen next, read what will happen, then do it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.goals.queries.work import promises_of
from guildhall.mentoring.actions.departures import leave_relationship
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.closing import closing_reasons
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import RelationshipState
from guildhall.web.endings.forms import DepartureForm
from guildhall.web.relationships.loading import framed, load_own
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def departure(request: HallRequest, pk: int) -> HttpResponse:
    """`do=leave` does it; anything else posted shows first what will happen."""
    row = load_own(request, pk)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    is_guide = found.you is not None and found.you.side == Side.GUIDE
    form = DepartureForm(
        request.POST if request.method == "POST" else None,
        initial={"wish": "somebody"},
        reasons=closing_reasons(row),
        is_guide=is_guide,
        has_line=row.program_id is not None,
    )
    if form.is_valid() and request.POST.get("do") == "leave":
        try:
            return _leave(request, row, form)
        except InvalidInput as error:
            refuse(form, error)
    is_second = request.method == "POST" and not form.errors
    context = {
        **framed(found, _("Leave")),
        "form": form,
        "is_guide": is_guide,
        "is_open": row.state not in (RelationshipState.CLOSED, RelationshipState.OFFERED),
    }
    if is_second:
        promises = promises_of(row, actor=request.actor)
        context |= {
            "wish": dict(form.fields["wish"].choices)[form.cleaned_data["wish"]],  # type: ignore[attr-defined]
            "promises": sum(1 for one in promises if not one.done_at),
        }
    template = "endings/departure_read.html" if is_second else "endings/departure.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _leave(request: HallRequest, row: Relationship, form: DepartureForm) -> HttpResponse:
    leave_relationship(relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("It has ended. Everybody is told the same kind words."))
    return see_other(reverse("relationship_next", args=[row.pk]))
