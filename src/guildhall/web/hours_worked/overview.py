"""What waits to be verified, where all learners stand, and who verifies."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.hours.access import CHANGE_VERIFIER, NAME_VERIFIERS
from guildhall.hours.actions.verifiers import end_verifier, name_verifier
from guildhall.hours.models import Verifier
from guildhall.hours.queries.lists import (
    disputed_entries,
    learner_rows,
    verifiers_of,
    waiting_entries,
)
from guildhall.permissions.access import get_visible_or_404, require, visible_to
from guildhall.programs.access import CHANGE_ENROLLMENT, SEE_ENROLLMENT
from guildhall.programs.actions.enrollments import set_work_share
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Kind
from guildhall.relationships.access import OVERSEE_RELATIONSHIPS
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import BEGUN
from guildhall.web.hours_worked.forms import ShareForm, VerifierForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other

PER_PAGE = 25


@page(For.SIGNED_IN)
def hours_worked(request: HallRequest) -> HttpResponse:
    """Whoever verifies sees what waits; staff see where all learners stand."""
    pairs = Relationship.objects.filter(
        program__kind=Kind.PRECEPTORSHIP, state__in=BEGUN
    ).select_related("program")
    seen = visible_to(OVERSEE_RELATIONSHIPS, request.actor, pairs).distinct()
    listed = Paginator(seen.order_by("-created_at", "-pk"), PER_PAGE)
    shown = listed.get_page(request.GET.get("page"))
    context = {
        "waiting": waiting_entries(request.actor),
        "disputed": disputed_entries(request.actor),
        "page": shown,
        "rows": learner_rows(request.actor, list(shown.object_list)),
        "changeable": _changeable(request, list(shown.object_list)),
        "can_name": visible_to(NAME_VERIFIERS, request.actor).exists(),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Hours"), None)],
    }
    return render(request, "hours_worked/overview.html", context)


@page(For.SIGNED_IN, "POST")
def work_share(request: HallRequest, pk: int) -> HttpResponse:
    """How much of full time a learner works."""
    enrollment = get_visible_or_404(
        SEE_ENROLLMENT, request.actor, pk, Enrollment.objects.select_related("cohort__program")
    )
    require(CHANGE_ENROLLMENT, request.actor, enrollment)
    form = ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a percentage between 10 and 100."))
        return see_other(reverse("hours_worked"))
    percent = form.cleaned_data["percent"]
    set_work_share(enrollment=enrollment, percent=percent, by=request.actor, at=clock.now())
    messages.success(request, _("Saved. What is asked pro rata follows it."))
    return see_other(reverse("hours_worked"))


@page(For.SIGNED_IN, "GET", "POST")
def verifiers(request: HallRequest) -> HttpResponse:
    """Who verifies hours in a house, and naming somebody."""
    houses = list(visible_to(NAME_VERIFIERS, request.actor).order_by("name"))
    if not houses:
        raise NotVisible
    chosen = request.GET.get("house", "")
    house = next((row for row in houses if is_id(chosen) and row.pk == int(chosen)), houses[0])
    form = VerifierForm(request.POST if request.method == "POST" else None, organization=house)
    if form.is_valid():
        data = form.cleaned_data
        try:
            name_verifier(
                organization=house,
                person=data["person"],
                site=data["site"],
                unit=data["unit"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Named. They are told by mail."))
            return see_other(f"{reverse('verifiers')}?house={house.pk}")
    context = {
        "house": house,
        "houses": houses,
        "form": form,
        "verifiers": verifiers_of([house.pk]),
        "breadcrumb": [(_("Hours"), reverse("hours_worked")), (_("Verifiers"), None)],
    }
    status = 422 if form.errors else 200
    return render(request, "hours_worked/verifiers.html", context, status=status)


@page(For.SIGNED_IN, "POST")
def verifier_end(request: HallRequest, pk: int) -> HttpResponse:
    """They verify no longer."""
    rows = Verifier.objects.select_related("person")
    verifier = get_visible_or_404(CHANGE_VERIFIER, request.actor, pk, rows)
    end_verifier(verifier=verifier, by=request.actor, at=clock.now())
    messages.success(request, _("Ended. What they verified stays verified."))
    return see_other(f"{reverse('verifiers')}?house={verifier.organization_id}")


def _changeable(request: HallRequest, pairs: list[Relationship]) -> set[int]:
    """Enrollments of which the reader may change the share."""
    rows = Enrollment.objects.filter(parties__relationship__in=[row.pk for row in pairs])
    return set(visible_to(CHANGE_ENROLLMENT, request.actor, rows).values_list("pk", flat=True))
