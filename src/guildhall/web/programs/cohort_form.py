"""Opening a cohort, and changing its dates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.programs.actions.cohorts import DATES, change_cohort, open_cohort
from guildhall.programs.models import Cohort, Program
from guildhall.web.programs.cohort import changeable_cohort
from guildhall.web.programs.forms import CohortForm
from guildhall.web.programs.program import changeable_program
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "GET", "POST")
def new(request: HallRequest, pk: int) -> HttpResponse:
    """A new run of the program."""
    program = changeable_program(request, pk)
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = open_cohort(
                program=program, by=request.actor, at=clock.now(), **form.cleaned_data
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s is open.") % {"name": cohort.name})
            return see_other(reverse("cohort", args=[cohort.pk]))
    return _show(request, program, form)


@page(For.STAFF, "GET", "POST")
def edit(request: HallRequest, pk: int) -> HttpResponse:
    """Name and dates."""
    cohort = changeable_cohort(request, pk)
    initial = {key: getattr(cohort, key) for key in ("name", *DATES)}
    form = CohortForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_cohort(cohort=cohort, by=request.actor, at=clock.now(), **form.cleaned_data)
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("The cohort was changed."))
            return see_other(reverse("cohort", args=[pk]))
    return _show(request, cohort.program, form, cohort=cohort)


def _show(
    request: HallRequest, program: Program, form: CohortForm, *, cohort: Cohort | None = None
) -> HttpResponse:
    context = {
        "program": program,
        "cohort": cohort,
        "form": form,
        "is_evergreen": program.plan["intake"] == "evergreen",
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (program.name, reverse("program", args=[program.pk])),
            (_("Dates of %(name)s") % {"name": cohort.name} if cohort else _("New cohort"), None),
        ],
    }
    request.section = "programs"  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    return render(request, "programs/cohort_form.html", context, status=status)
