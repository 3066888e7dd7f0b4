"""Programs that somebody may join, and what each of them asks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.programs.actions.applications import start_application
from guildhall.programs.models import Cohort
from guildhall.programs.queries.offers import (
    eligible_sides,
    enrollments_of,
    is_open,
    offers_for,
    open_nominations,
    standing_of,
)
from guildhall.programs.states import EnrollmentState, Side
from guildhall.web.joining.explaining import explained
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def offers(request: HallRequest) -> HttpResponse:
    """My places, what waits for my answer, and what I may join."""
    at = clock.now()
    own = list(enrollments_of(request.person))
    context = {
        "offers": offers_for(request.person, at=at),
        "drafts": [row for row in own if row.state == EnrollmentState.DRAFT],
        "own": [row for row in own if row.state != EnrollmentState.DRAFT],
        "nominations": open_nominations(request.person),
    }
    return render(request, "joining/offers.html", context)


@page(For.SIGNED_IN)
def offer(request: HallRequest, cohort_id: int, side: str) -> HttpResponse:
    """What a program is, what it asks, and who reads the answers, before anything is answered."""
    cohort = joinable(request, cohort_id, side)
    own = enrollments_of(request.person).filter(cohort=cohort, side=side).first()
    context = {
        **explained(cohort, side),
        "own": own,
        "is_open": is_open(cohort, at=clock.now()),
        "breadcrumb": [(_("Programs"), reverse("offers")), (cohort.program.name, None)],
    }
    request.section = "offers"  # type: ignore[attr-defined]
    return render(request, "joining/offer.html", context)


@page(For.SIGNED_IN, "POST")
def start(request: HallRequest, cohort_id: int, side: str) -> HttpResponse:
    """Begin to apply."""
    cohort = joinable(request, cohort_id, side)
    enrollment = start_application(
        cohort=cohort, person=request.person, side=side, by=request.actor, at=clock.now()
    )
    return see_other(reverse("application", args=[enrollment.pk]))


def joinable(request: HallRequest, cohort_id: int, side: str) -> Cohort:
    """A cohort that the rule opens to this person, or in which they are already."""
    rows = Cohort.objects.select_related("program__organization").filter(
        archived_at__isnull=True, program__archived_at__isnull=True
    )
    cohort = rows.filter(pk=cohort_id).first()
    if cohort is None or side not in Side.values:
        raise NotVisible
    is_in = enrollments_of(request.person).filter(cohort=cohort, side=side).exists()
    if not is_in and side not in eligible_sides(cohort.program, standing_of(request.person)):
        raise NotVisible
    return cohort
