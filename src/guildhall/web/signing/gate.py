"""The gate on the ward: one person, one thing, today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.assessment.actions.incidents import report_incident, settle_incident
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.gate import (
    competencies_of,
    competency_of,
    detailed_passports,
    gate_of,
    gates_of,
    passport_behind,
    people_at_the_gate,
    today_in,
)
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.requests import requests_waiting_for
from guildhall.assessment.queries.sign_offs import flags_for, incidents_for
from guildhall.assessment.sign_off_access import ASK_GATE, READ_INCIDENT, SETTLE_INCIDENT
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.notify.links import LinkGone
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import STAFF_ROLES, For, HallRequest, page, see_other
from guildhall.web.signing.crumbs import gate_crumbs
from guildhall.web.signing.forms import IncidentForm, SettleForm

ON_A_PAGE = 25


@page(For.SIGNED_IN)
def gate_search(request: HallRequest) -> HttpResponse:
    """Whom to ask about; and the ways to sign-offs, reports and assessors."""
    words = request.GET.get("q", "").strip()
    found = people_at_the_gate(request.actor, words)
    is_staff = any(grant.role in STAFF_ROLES for grant in request.actor.grants)
    context = {
        "words": words,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "waiting": len(requests_waiting_for(request.person.pk, at=clock.now())),
        "is_staff": is_staff,
        "flags": flags_for(request.actor).count() if is_staff else 0,
        "incidents": incidents_for(request.actor).filter(settled_at=None).count(),
        "breadcrumb": [(_("Ward check"), None)],
    }
    return render(request, "signing/gate_search.html", context)


@page(For.SIGNED_IN)
def gate_person(request: HallRequest, pk: int) -> HttpResponse:
    """What can be asked about somebody; the answers come one at a time."""
    passport = _load(request, pk)
    context = {
        "passport": passport,
        "competencies": competencies_of(passport),
        "breadcrumb": gate_crumbs((passport.learner.name, None)),
    }
    return render(request, "signing/gate_person.html", context)


@page(For.SIGNED_IN)
def gate(request: HallRequest, pk: int, key: str) -> HttpResponse:
    """The answer for one thing."""
    passport = _load(request, pk)
    at = clock.now()
    competency = competency_of(passport, key)
    context = {
        "passport": passport,
        "shown": gate_of(passport, competency, today=today_in(passport, at)),
        "at": at,
        "breadcrumb": _crumbs(passport, (competency.name, None)),
    }
    return render(request, "signing/gate.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def gate_incident(request: HallRequest, pk: int, key: str) -> HttpResponse:
    """Report that somebody was asked to do it alone; one press is enough."""
    passport = _load(request, pk)
    competency = competency_of(passport, key)
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = report_incident(
            passport=passport,
            competency=competency,
            words=form.cleaned_data["words"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("Reported. A coordinator looks at how it came to this."))
        return see_other(reverse("incident", args=[row.pk]))
    here = reverse("gate", args=[pk, key])
    context = {
        "passport": passport,
        "shown": gate_of(passport, competency, today=today_in(passport, clock.now())),
        "form": form,
        "breadcrumb": _crumbs(passport, (competency.name, here), (_("Report it"), None)),
    }
    status = 422 if form.errors else 200
    return render(request, "signing/gate_incident.html", context, status=status)


@never_cache
@page(For.ANYONE)
def ward_card(request: HallRequest, secret: str) -> HttpResponse:
    """Behind the code of a ward card: what may be done today, and until when; no history."""
    at = clock.now()
    try:
        passport = passport_behind(secret, at)
    except LinkGone as gone:
        return render(request, "links/gone.html", {"message": gone.message}, status=gone.status)
    context = {
        "passport": passport,
        "answers": gates_of(record_of(passport), today=today_in(passport, at)),
        "at": at,
    }
    return render(request, "signing/ward_card.html", context)


@page(For.SIGNED_IN)
def incidents(request: HallRequest) -> HttpResponse:
    """What was reported from the ward: all of it for who runs the program, one's own otherwise."""
    rows = Paginator(incidents_for(request.actor), ON_A_PAGE)
    context = {
        "page": rows.get_page(request.GET.get("page")),
        "breadcrumb": gate_crumbs((_("Reports from the ward"), None)),
    }
    return render(request, "signing/incidents.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def incident(request: HallRequest, pk: int) -> HttpResponse:
    """One report; whoever runs the program settles it."""
    row = get_visible_or_404(READ_INCIDENT, request.actor, pk, incidents_for(request.actor))
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_incident(
                incident=row, words=form.cleaned_data["words"], by=request.actor, at=clock.now()
            )
            return see_other(reverse("incident", args=[pk]))
        except InvalidInput as error:
            refuse(form, error)
    here = (_("Reports from the ward"), reverse("incidents"))
    context = {
        "row": row,
        "form": form,
        "settles": row.settled_at is None and may(SETTLE_INCIDENT, request.actor, row),
        "breadcrumb": gate_crumbs(here, (row.competency.name, None)),
    }
    return render(request, "signing/incident.html", context, status=422 if form.errors else 200)


def _load(request: HallRequest, pk: int) -> Passport:
    return get_visible_or_404(ASK_GATE, request.actor, pk, detailed_passports())


def _crumbs(passport: Passport, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    person = reverse("gate_person", args=[passport.pk])
    return gate_crumbs((passport.learner.name, person), *more)
