"""Circles with open seats, one's own, and a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.mentoring.actions.circles import start_circle_in_program, start_own_circle
from guildhall.mentoring.models import Circle
from guildhall.mentoring.queries.known import own_houses
from guildhall.mentoring.queries.remembered import circles_left
from guildhall.mentoring.queries.seats import open_circles, own_circles, startable
from guildhall.web.circles.forms import NewCircleForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def circles(request: HallRequest) -> HttpResponse:
    """One's own first, then those that have, or may have, a seat."""
    context = {
        "own": own_circles(request.actor),
        "open": open_circles(request.actor),
        "left": circles_left(request.actor),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Circles"), None)],
    }
    return render(request, "circles/circles.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def new(request: HallRequest) -> HttpResponse:
    """Start a circle in a program in which one may lead, or in one's organization."""
    data = request.POST if request.method == "POST" else None
    form = NewCircleForm(data, places=_places(request))
    if form.is_valid():
        try:
            circle = _start(request, form)
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your circle is open. Its seats can be seen now."))
            return see_other(reverse("circle", args=[circle.pk]))
    context = {
        "form": form,
        "breadcrumb": [
            (_("Pairs"), reverse("relationships")),
            (_("Circles"), reverse("circles")),
            (_("Start one"), None),
        ],
    }
    return render(request, "circles/new.html", context, status=422 if form.errors else 200)


def _places(request: HallRequest) -> list[tuple[str, str]]:
    programs = [
        (f"program:{row.pk}", _("People of %(program)s") % {"program": row.cohort.program.name})
        for row in startable(request.actor)
    ]
    return [
        *programs,
        *(
            (f"house:{house.pk}", _("Everybody at %(organization)s") % {"organization": house.name})
            for house in own_houses(request.actor)
        ),
    ]


def _start(request: HallRequest, form: NewCircleForm) -> Circle:
    kind, _colon, pk = form.cleaned_data["place"].partition(":")
    now = clock.now()
    if kind == "program":
        enrollment = startable(request.actor).filter(pk=int(pk)).first()
        if enrollment is None:
            raise NotVisible
        return start_circle_in_program(
            enrollment=enrollment, draft=form.draft(), by=request.actor, at=now
        )
    house = next(one for one in own_houses(request.actor) if one.pk == int(pk))
    return start_own_circle(organization=house, draft=form.draft(), by=request.actor, at=now)
