"""Becoming a guide oneself: what one learned becomes what one offers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.mentoring.queries.passing_on import proposals_for
from guildhall.people.actions.profile import set_skills
from guildhall.people.models import ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.queries.offers import offers_for
from guildhall.programs.states import Side
from guildhall.web.endings.forms import PassingOnForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def passing_on(request: HallRequest) -> HttpResponse:
    """Say what one could help with; then the programs that look for guides, prefilled with it."""
    proposals = proposals_for(request.person)
    form = PassingOnForm(request.POST if request.method == "POST" else None, proposals=proposals)
    if form.is_valid():
        held = ProfileSkill.objects.filter(
            profile__person=request.person, direction=Direction.OFFERED
        ).select_related("skill")
        levels = {row.skill: row.level for row in held} | form.levels()
        set_skills(
            person=request.person,
            direction=Direction.OFFERED,
            levels=levels,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("It stands on your profile, and in what you apply for."))
        return see_other(reverse("passing_on") + "#where")
    offered = ProfileSkill.objects.filter(
        profile__person=request.person, direction=Direction.OFFERED
    )
    offers = offers_for(request.person, at=clock.now())
    context = {
        "form": form,
        "proposals": proposals,
        "offered": [row.skill.name for row in offered.select_related("skill")],
        "offers": [offer for offer in offers if offer.side == Side.GUIDE],
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Pass it on"), None)],
    }
    return render(request, "endings/passing_on.html", context, status=422 if form.errors else 200)
