"""Interview, references and background check of an application."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.permissions.access import require
from guildhall.programs.access import DECIDE_ENROLLMENT
from guildhall.programs.actions.screening_steps import set_step
from guildhall.web.screening.application import shown, visible_application
from guildhall.web.screening.forms import StepForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def save(request: HallRequest, pk: int, step: str) -> HttpResponse:
    """Note how a step stands."""
    enrollment = visible_application(request, pk)
    require(DECIDE_ENROLLMENT, request.actor, enrollment)
    form = StepForm(request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return shown(request, enrollment, step_form=(step, form), status=422)
    set_step(
        enrollment=enrollment, step=step, by=request.actor, at=clock.now(), **form.cleaned_data
    )
    messages.success(request, _("The step is noted."))
    return see_other(reverse("screening_application", args=[pk]) + "#steps")
