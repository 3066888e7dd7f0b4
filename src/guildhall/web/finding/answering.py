"""Yes, no, or taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.answers import accept_request, decline_request
from guildhall.mentoring.actions.requests import withdraw_request
from guildhall.mentoring.offer_access import ANSWER_REQUEST, WITHDRAW_REQUEST
from guildhall.permissions.access import require
from guildhall.web.finding.forms import AnswerForm, RefusalForm
from guildhall.web.finding.requests import load_request, show_request
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def acceptance(request: HallRequest, pk: int) -> HttpResponse:
    """Begin."""
    row = load_request(request, pk)
    require(ANSWER_REQUEST, request.actor, row)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day to come, or leave the day open."))
        return see_other(reverse("request", args=[pk]))
    try:
        pair = accept_request(request=row, by=request.actor, at=clock.now(), **form.options())
    except InvalidInput as error:
        messages.error(request, " ".join([error.message, *error.problems.values()]))
        return see_other(reverse("request", args=[pk]))
    messages.success(request, _("You two begin. This is your page."))
    return see_other(reverse("relationship", args=[pair.pk]))


@page(For.SIGNED_IN, "POST")
def refusal(request: HallRequest, pk: int) -> HttpResponse:
    """Decline, kindly."""
    row = load_request(request, pk)
    require(ANSWER_REQUEST, request.actor, row)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            decline_request(request=row, by=request.actor, at=clock.now(), **form.options())
        except InvalidInput as error:
            refuse(form, error)
        else:
            name = row.asker.given_name
            words = _("Thank you for answering. %(name)s is told kindly.") % {"name": name}
            messages.success(request, words)
            return see_other(reverse("requests"))
    return show_request(request, row, refusal_form=form)


@page(For.SIGNED_IN, "POST")
def withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    row = load_request(request, pk)
    require(WITHDRAW_REQUEST, request.actor, row)
    withdraw_request(request=row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. What you wrote is gone."))
    return see_other(reverse("requests"))
