"""The page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.queries.organizations import staffed_organizations
from guildhall.directory.states import STAFF
from guildhall.programs.access import runs
from guildhall.programs.queries.lists import programs_in_sight
from guildhall.programs.queries.waiting import cohorts_in_sight
from guildhall.programs.template_files import load_templates
from guildhall.relationships.queries.pairs import present_pairs
from guildhall.relationships.queries.standing import counts_by_program
from guildhall.relationships.states import RelationshipState
from guildhall.web.concerns.waiting import concern_tasks
from guildhall.web.instruction.waiting import instruction_tasks
from guildhall.web.preceptors.tasks import overseer_tasks, preceptor_tasks
from guildhall.web.safety.waiting import safety_tasks
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.standards.waiting import standard_tasks
from guildhall.web.today.courses import course_tasks
from guildhall.web.today.endings import ending_tasks
from guildhall.web.today.glance import coming_up, in_all, program_lines
from guildhall.web.today.hours import hours_tasks
from guildhall.web.today.own import own_tasks
from guildhall.web.today.pair_tasks import pair_tasks
from guildhall.web.today.passports import passport_tasks
from guildhall.web.today.records import record_tasks
from guildhall.web.today.requests import request_tasks
from guildhall.web.today.staff import Moment, staff_tasks
from guildhall.web.today.task import in_order
from guildhall.web.today.wishes import wish_lines

STAFF_ROLES = {"coordinator", "administrator", "viewer", "screener"}


@page(For.SIGNED_IN)
def today(request: HallRequest) -> HttpResponse:
    """Staff see what waits for them in order; everybody sees their own pairs and steps."""
    at = clock.now()
    moment = Moment(at, clock.today(request.person.time_zone))
    roles = {grant.role for grant in request.actor.grants}
    if roles & STAFF_ROLES:
        return _staff_page(request, moment)
    pairs = present_pairs(request.person, request.actor)
    own = [
        *own_tasks(request.person.pk, pairs, moment),
        *pair_tasks(request.person.pk, pairs, moment),
        *ending_tasks(request.person.pk, pairs, moment),
        *passport_tasks(request.person.pk, moment),
        *course_tasks(request.person.pk, moment),
        *preceptor_tasks(request.person.pk, moment),
    ]
    asked = [*request_tasks(request.person.pk, moment), *hours_tasks(request.actor, moment)]
    raised = [*safety_tasks(request), *concern_tasks(request)]
    learned = instruction_tasks(request.actor, moment)
    tasks = in_order([*own, *asked, *learned, *record_tasks(request), *raised])
    context = {
        "greeting": _greeting(moment, request),
        "today": moment.today,
        "next": tasks[0] if tasks else None,
        "tasks": tasks[1:],
        "pairs": pairs,
        "wish_lines": wish_lines(request.person.pk),
    }
    return render(request, "today/participant.html", context)


def _staff_page(request: HallRequest, moment: Moment) -> HttpResponse:
    actor = request.actor
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = list(programs_in_sight(actor))
    cohorts = list(cohorts_in_sight(actor))
    run = [row for row in cohorts if row.program.archived_at is None and runs(actor, row.program)]
    pairs = present_pairs(request.person, actor)
    counts = counts_by_program([row.pk for row in programs])
    offering = {pk for pk, states in counts.items() if RelationshipState.OFFERED in states}
    tasks = in_order(
        [
            *staff_tasks(run, houses, offering, moment),
            *own_tasks(request.person.pk, pairs, moment),
            *pair_tasks(request.person.pk, pairs, moment),
            *ending_tasks(request.person.pk, pairs, moment),
            *passport_tasks(request.person.pk, moment),
            *course_tasks(request.person.pk, moment),
            *preceptor_tasks(request.person.pk, moment),
            *request_tasks(request.person.pk, moment),
            *hours_tasks(request.actor, moment),
            *instruction_tasks(request.actor, moment),
            *record_tasks(request),
            *standard_tasks(request.actor, at=moment.at),
            *safety_tasks(request),
            *concern_tasks(request),
            *overseer_tasks(actor),
        ]
    )
    lines = program_lines(programs, cohorts, counts, moment)
    if not lines and not tasks and houses:
        return _first_run(request)
    total = in_all(counts)
    marks = _marks(total)
    context = {
        "greeting": _greeting(moment, request),
        "today": moment.today,
        "next": tasks[0] if tasks else None,
        "tasks": tasks[1:6],
        "total": len(tasks),
        "marks": marks,
        "legend": _legend(marks),
        "pairs": sum(total.values()),
        "coming": coming_up(cohorts, moment),
        "programs": lines,
        "wish_lines": wish_lines(request.person.pk),
    }
    return render(request, "today/staff.html", context)


def _first_run(request: HallRequest) -> HttpResponse:
    """Staff of a house in which nothing has been set up."""
    context = {
        "organization": staffed_organizations(request.actor).first(),
        "templates": list(load_templates().values()),
    }
    return render(request, "today/first_run.html", context)


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
        "paused": (_("%(n)s paused, asleep or closing"), ""),
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
