"""“Is this right for you?”, for oneself alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.mentoring.actions.fit import answer_fit
from guildhall.mentoring.ending_access import ANSWER_FIT_CHECK
from guildhall.mentoring.ending_states import Fit
from guildhall.mentoring.models import FitCheck
from guildhall.permissions.access import visible_to
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.endings.forms import FitForm
from guildhall.web.relationships.loading import framed, load_own
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def fit(request: HallRequest, pk: int) -> HttpResponse:
    """Three answers; each leads to what may help, and none is told to anybody."""
    row = load_own(request, pk)
    checks = FitCheck.objects.filter(relationship=row).select_related("relationship")
    check = visible_to(ANSWER_FIT_CHECK, request.actor, checks).first()
    if check is None:
        raise NotVisible
    form = FitForm(
        request.POST if request.method == "POST" else None, initial={"answer": check.answer}
    )
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        answer_fit(check=check, answer=answer, by=request.actor, at=clock.now())
        if answer != Fit.RIGHT:
            return see_other(reverse("relationship_fit", args=[pk]))
        messages.success(request, _("Good to hear. It stays with you."))
        return see_other(reverse("relationship", args=[pk]))
    found = relationship_page(row, actor=request.actor, at=clock.now())
    context = {
        **framed(found, _("Is this right for you?")),
        "form": form,
        "check": check,
    }
    return render(request, "endings/fit.html", context, status=422 if form.errors else 200)
