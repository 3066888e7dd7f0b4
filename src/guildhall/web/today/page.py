"""The page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.queries.organizations import staffed_organizations
from guildhall.programs.template_files import load_templates
from guildhall.relationships.states import RelationshipState
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.today.glance import coming_up, pair_counts, program_lines
from guildhall.web.today.own import own_pairs, own_tasks
from guildhall.web.today.staff import Moment, staff_tasks
from guildhall.web.today.task import in_order

STAFF_ROLES = {"coordinator", "administrator", "viewer", "screener"}
PRESENT = (RelationshipState.OFFERED, RelationshipState.ACTIVE, RelationshipState.PAUSED)


@page(For.SIGNED_IN)
def today(request: HallRequest) -> HttpResponse:
    """Staff see what waits for them in order; everybody sees their own pairs and steps."""
    at = clock.now()
    moment = Moment(at, clock.today(request.person.time_zone))
    roles = {grant.role for grant in request.actor.grants}
    if roles & STAFF_ROLES:
        return _staff_page(request, moment)
    pairs = own_pairs(request.person.pk, *PRESENT)
    tasks = in_order(own_tasks(request.person.pk, moment))
    context = {
        "greeting": _greeting(moment, request),
        "today": moment.today,
        "next": tasks[0] if tasks else None,
        "tasks": tasks[1:],
        "pairs": pairs,
    }
    return render(request, "today/participant.html", context)


def _staff_page(request: HallRequest, moment: Moment) -> HttpResponse:
    organizations = list(staffed_organizations(request.actor))
    tasks = in_order(
        [
            *staff_tasks(request.actor, [row.pk for row in organizations], moment),
            *own_tasks(request.person.pk, moment),
        ]
    )
    programs = program_lines(request.actor, moment)
    if not programs and not tasks and organizations:
        context = {"organization": organizations[0], "templates": list(load_templates().values())}
        return render(request, "today/first_run.html", context)
    counts = pair_counts(request.actor)
    marks = _marks(counts)
    context = {
        "greeting": _greeting(moment, request),
        "today": moment.today,
        "next": tasks[0] if tasks else None,
        "tasks": tasks[1:6],
        "total": len(tasks),
        "marks": marks,
        "legend": _legend(marks),
        "pairs": sum(counts.values()),
        "coming": coming_up(request.actor, moment),
        "programs": programs,
    }
    return render(request, "today/staff.html", context)


def _marks(counts: dict[str, int]) -> dict[str, int]:
    """Pairs by state, as the marks of the page know them."""
    return {
        "early": counts.get(RelationshipState.OFFERED, 0),
        "paused": counts.get(RelationshipState.PAUSED, 0)
        + counts.get(RelationshipState.CLOSING, 0),
        "track": counts.get(RelationshipState.ACTIVE, 0),
    }


def _legend(marks: dict[str, int]) -> list[dict[str, str]]:
    """The marks in words, those that exist."""
    words = {
        "early": (_("%(n)s offered"), _("waiting for a yes")),
        "paused": (_("%(n)s paused or closing"), ""),
        "track": (_("%(n)s active"), ""),
    }
    return [
        {"state": state, "words": words[state][0] % {"n": n}, "note": words[state][1]}
        for state, n in marks.items()
        if n
    ]


def _greeting(moment: Moment, request: HallRequest) -> str:
    """By the hour where the reader is."""
    hour = timezone.localtime(moment.at).hour
    name = {"name": request.person.given_name}
    if hour < 12:
        return _("Good morning, %(name)s") % name
    if hour < 18:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name
