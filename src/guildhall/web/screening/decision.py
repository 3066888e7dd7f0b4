"""Deciding on an application, and taking the decision up again."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.programs.access import DECIDE_ENROLLMENT
from guildhall.programs.actions.screening_decision import decide_application, reopen_decision
from guildhall.programs.models import Enrollment
from guildhall.programs.screening_states import Outcome
from guildhall.web.screening.application import shown, visible_application
from guildhall.web.screening.forms import DecisionForm, ReopeningForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def decide(request: HallRequest, pk: int) -> HttpResponse:
    """Approve, ask for something else first, or decline; then on to the queue."""
    enrollment = visible_application(request, pk)
    require(DECIDE_ENROLLMENT, request.actor, enrollment)
    outcome = str(request.POST.get("outcome", ""))
    form = DecisionForm(request.POST, auto_id=f"{outcome}_%s")
    if not form.is_valid():
        return shown(request, enrollment, decision=form, status=422)
    try:
        decide_application(
            enrollment=enrollment, by=request.actor, at=clock.now(), **form.cleaned_data
        )
    except InvalidInput as error:
        for field, words in error.problems.items():
            form.add_error(field, words)
        return shown(request, enrollment, message=error.message, decision=form, status=422)
    messages.success(request, _done(enrollment, outcome))
    return see_other(reverse("screening", args=[enrollment.cohort_id]))


@page(For.SIGNED_IN, "POST")
def reopen(request: HallRequest, pk: int) -> HttpResponse:
    """Look again at somebody who was declined."""
    enrollment = visible_application(request, pk)
    require(DECIDE_ENROLLMENT, request.actor, enrollment)
    form = ReopeningForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    reopen_decision(enrollment=enrollment, reason=reason, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("The application of %(name)s is open again. A mail tells them.")
        % {"name": enrollment.person.name},
    )
    return see_other(reverse("screening_application", args=[pk]))


def _done(enrollment: Enrollment, outcome: str) -> str:
    done = {
        Outcome.APPROVE: _("%(name)s is approved. A mail is on its way."),
        Outcome.CONDITIONAL: _("%(name)s is told what comes first. The application stays open."),
        Outcome.DECLINE: _("%(name)s is declined. A kind mail is on its way."),
    }
    return done[Outcome(outcome)] % {"name": enrollment.person.name}
