"""Ticking a first step off, and taking the tick back."""

from django.http import HttpResponse
from django.urls import reverse

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.relationships.actions.steps import complete_step, reopen_step
from guildhall.relationships.models import FirstStep
from guildhall.web.relationships.loading import load
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def step(request: HallRequest, pk: int, step_pk: int) -> HttpResponse:
    """`done=no` opens it again; anything else ticks it off."""
    row = load(request, pk)
    found = FirstStep.objects.filter(relationship=row, pk=step_pk).first()
    if found is None:
        raise NotVisible
    found.relationship = row
    change = reopen_step if request.POST.get("done") == "no" else complete_step
    change(step=found, by=request.actor, at=clock.now())
    return see_other(reverse("relationship", args=[pk]) + "#first-steps")
