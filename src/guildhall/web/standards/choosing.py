"""Choosing the packs that a program is held against."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.standards.actions.choosing import choose_packs
from guildhall.standards.packs import load_packs
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.standards.loading import framed, load_to_keep


@page(For.STAFF, "GET", "POST")
def standards_packs(request: HallRequest, pk: int) -> HttpResponse:
    """Every pack that there is, ticked where it is in use."""
    program = load_to_keep(request, pk)
    chosen = list(program.plan.get("standards", ()))
    problem = ""
    if request.method == "POST":
        chosen = request.POST.getlist("packs")
        try:
            choose_packs(program=program, packs=chosen, by=request.actor, at=clock.now())
        except InvalidInput as error:
            problem = next(iter(error.problems.values()), error.message)
        else:
            messages.success(request, _("Kept. They are measured from now on."))
            return see_other(reverse("standards", args=[pk]))
    packs = load_packs()
    context = {
        **framed(request, program, _("Packs")),
        "packs": [(pack, pack.id in chosen) for pack in packs.values()],
        "unknown": [key for key in chosen if key not in packs],
        "problem": problem,
    }
    return render(request, "standards/packs.html", context, status=422 if problem else 200)
