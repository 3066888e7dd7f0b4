"""One circle, as those see it who may take a seat, and as its facilitator does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.circles import change_circle, hand_over
from guildhall.mentoring.actions.seats import take_seat
from guildhall.mentoring.circle_access import LEAD_CIRCLE, SEE_CIRCLE, TAKE_SEAT
from guildhall.mentoring.circle_states import SeatState
from guildhall.mentoring.models import Circle
from guildhall.mentoring.queries.seats import circle_rows, seats_asked
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.programs.states import Side
from guildhall.relationships.actions.rows import present_parties
from guildhall.relationships.models import Party
from guildhall.relationships.plans import plan_of
from guildhall.web.circles.forms import CircleForm, HandOverForm, initial_of
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def circle(request: HallRequest, pk: int) -> HttpResponse:
    """What it is about, who leads it, how many seats are free. Who else sits in it stands on the
    circle's own page, which only they open."""
    row = load(request, pk)
    parties = present_parties(row.relationship)
    is_inside = any(party.person_id == request.actor.person_id for party in parties)
    leads = may(LEAD_CIRCLE, request.actor, row)
    context = {
        "row": circle_rows([row], actor=request.actor)[0],
        "circle": row,
        "plan": plan_of(row.relationship),
        "is_inside": is_inside,
        "leads": leads,
        "can_take": may(TAKE_SEAT, request.actor, row),
        "asked": seats_asked(row) if leads else (),
        "hand_over": HandOverForm(people=_others(request, row, parties)) if leads else None,
        "breadcrumb": breadcrumb((row.relationship.title, None)),
    }
    return render(request, "circles/circle.html", context)


@page(For.SIGNED_IN, "POST")
def seat(request: HallRequest, pk: int) -> HttpResponse:
    """Take a seat, ask for one, or stand in line."""
    row = load(request, pk)
    asked = take_seat(circle=row, by=request.actor, at=clock.now())
    if asked.state == SeatState.TAKEN:
        messages.success(request, _("You have a seat. This is the page of your circle."))
        return see_other(reverse("relationship", args=[row.relationship_id]))
    if asked.state == SeatState.WAITING:
        messages.success(request, _("You stand in line."))
    else:
        messages.success(request, _("Asked."))
    return see_other(reverse("circle", args=[pk]))


@page(For.SIGNED_IN, "GET", "POST")
def settings(request: HallRequest, pk: int) -> HttpResponse:
    """Change name, topic or seats."""
    row = load(request, pk)
    require(LEAD_CIRCLE, request.actor, row)
    form = CircleForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(row),
        has_own_rule=row.relationship.program_id is None,
    )
    if form.is_valid():
        try:
            change_circle(circle=row, draft=form.draft(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Changed."))
            return see_other(reverse("circle", args=[pk]))
    context = {
        "form": form,
        "circle": row,
        "breadcrumb": breadcrumb(
            (row.relationship.title, reverse("circle", args=[pk])), (_("Settings"), None)
        ),
    }
    return render(request, "circles/settings.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def facilitator(request: HallRequest, pk: int) -> HttpResponse:
    """Hand it over."""
    row = load(request, pk)
    require(LEAD_CIRCLE, request.actor, row)
    parties = present_parties(row.relationship)
    form = HandOverForm(request.POST, people=_others(request, row, parties))
    if not form.is_valid():
        messages.warning(request, _("Choose who leads the circle from now on."))
        return see_other(reverse("circle", args=[pk]))
    to = next(party for party in parties if str(party.pk) == form.cleaned_data["to"])
    hand_over(circle=row, to=to, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("%(name)s leads the circle now, and is told.") % {"name": to.person.given_name},
    )
    return see_other(reverse("circle", args=[pk]))


def load(request: HallRequest, pk: int) -> Circle:
    """The circle with all that its pages name."""
    rows = Circle.objects.select_related(
        "relationship__program", "relationship__organization", "facilitator"
    )
    return get_visible_or_404(SEE_CIRCLE, request.actor, pk, rows)


def breadcrumb(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From the list of circles to here."""
    return [
        (_("Pairs"), reverse("relationships")),
        (_("Circles"), reverse("circles")),
        *more,
    ]


def _others(request: HallRequest, row: Circle, parties: list[Party]) -> list[tuple[str, str]]:
    """To whom it can be handed: in a program to those who joined it to lead."""
    return [
        (str(party.pk), party.person.name)
        for party in parties
        if party.person_id != request.actor.person_id
        and (party.side == Side.GUIDE or row.relationship.program_id is None)
    ]
