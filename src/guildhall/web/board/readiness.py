"""Who of a manager's own team may do what alone today."""

from django.http import HttpResponse
from django.shortcuts import render

from guildhall.assessment.queries.team import team_today
from guildhall.web.passports.loading import today_for
from guildhall.web.shared.request import For, HallRequest, page


def _manages(request: HallRequest) -> bool:
    return request.actor.holds_any("organization", "manager")


@page(For.SIGNED_IN, when=_manages)
def readiness(request: HallRequest) -> HttpResponse:
    """The team at a glance; `?competency=` asks who may do one thing alone."""
    today = today_for(request)
    team = team_today(request.actor, today=today)
    key = request.GET.get("competency", "")
    chosen = next((one for one in team.competencies if one.key == key), None)
    members = team.members
    context = {
        "members": members,
        "able": [one for one in members if chosen and one.may(chosen.key)],
        "others": [one for one in members if chosen and not one.may(chosen.key)],
        "competencies": team.competencies,
        "chosen": chosen,
        "lapsing": sum(1 for one in members if one.lapsing or one.lapsed),
        "today": today,
    }
    return render(request, "board/readiness.html", context)
