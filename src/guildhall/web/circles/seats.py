"""Answering who asks for a seat, opening seats in a circle that was matched, and leaving."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.circles import open_seats
from guildhall.mentoring.actions.seats import answer_seat, leave_circle, withdraw_seat_request
from guildhall.mentoring.circle_access import LEAVE_CIRCLE, OPEN_SEATS_IN, SEE_SEAT_REQUEST
from guildhall.mentoring.models import Circle, SeatRequest
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.circles.forms import CircleForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def answer(request: HallRequest, pk: int) -> HttpResponse:
    """`do` is yes or no."""
    row = _load(request, pk)
    wanted = request.POST.get("do", "")
    if wanted not in ("yes", "no"):
        messages.warning(request, _("Choose yes or no."))
        return see_other(reverse("circle", args=[row.circle_id]))
    answer_seat(request=row, is_given=wanted == "yes", by=request.actor, at=clock.now())
    messages.success(request, _("Answered. They are told kindly."))
    return see_other(reverse("circle", args=[row.circle_id]))


@page(For.SIGNED_IN, "POST")
def withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """Take back that one asked."""
    row = _load(request, pk)
    withdraw_seat_request(request=row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back."))
    return see_other(reverse("circles"))


@page(For.SIGNED_IN, "GET", "POST")
def seats(request: HallRequest, pk: int) -> HttpResponse:
    """Open seats in a circle that was matched."""
    row = load(request, pk)
    require(OPEN_SEATS_IN, request.actor, row)
    opened = Circle.objects.filter(relationship=row).first()
    if opened is not None:
        return see_other(reverse("circle", args=[opened.pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    form = CircleForm(request.POST if request.method == "POST" else None, has_own_rule=False)
    if form.is_valid():
        try:
            circle = open_seats(
                relationship=row, draft=form.draft(), by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("The seats are open. People of the program see them now."))
            return see_other(reverse("circle", args=[circle.pk]))
    context = {
        "form": form,
        "found": found,
        "breadcrumb": breadcrumb(found, (_("Open seats"), None)),
    }
    return render(request, "circles/open.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def leaving(request: HallRequest, pk: int) -> HttpResponse:
    """Leave a circle, which goes on."""
    row = load(request, pk)
    require(LEAVE_CIRCLE, request.actor, row)
    if request.method == "POST":
        leave_circle(relationship=row, by=request.actor, at=clock.now())
        messages.success(request, _("You have left. The circle goes on, and nobody is told why."))
        return see_other(reverse("circles"))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    circle = Circle.objects.filter(relationship=row).first()
    context = {
        "found": found,
        "heading": heading(found),
        "circle": circle,
        "leads": circle is not None and circle.facilitator_id == request.actor.person_id,
        "breadcrumb": breadcrumb(found, (_("Leave"), None)),
    }
    return render(request, "circles/leaving.html", context)


def _load(request: HallRequest, pk: int) -> SeatRequest:
    rows = SeatRequest.objects.select_related("circle__relationship__organization", "person")
    return get_visible_or_404(SEE_SEAT_REQUEST, request.actor, pk, rows)
