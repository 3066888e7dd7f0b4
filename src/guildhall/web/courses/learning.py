"""Learning needs and the learning plan."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import require
from guildhall.preceptorship.actions.learning_needs import save_needs
from guildhall.preceptorship.actions.learning_plan import agree_to_plan, write_plan
from guildhall.preceptorship.course_access import WORK_IN_COURSE
from guildhall.preceptorship.models import Course
from guildhall.preceptorship.queries.learning import (
    competencies_of,
    domains_of,
    needs_lines,
    plan_by,
    plan_shown,
    plans_of,
    questions_for,
    sheets_of,
)
from guildhall.preceptorship.queries.schedule import day_of
from guildhall.web.courses.forms import NeedsForm, PlanForm
from guildhall.web.courses.loading import framed, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def course_needs(request: HallRequest, pk: int) -> HttpResponse:
    """The reader's own part, and the other's once it is shared. `do=share` shares it."""
    row = load(request, pk)
    require(WORK_IN_COURSE, request.actor, row)
    side = _side(request, row)
    sheets = sheets_of(row)
    own = sheets.get(side)
    form = NeedsForm(
        request.POST if request.method == "POST" else None,
        domains=domains_of(row),
        questions=questions_for(side),
        sheet=own,
    )
    if form.is_valid():
        shares = request.POST.get("do") == "share"
        try:
            save_needs(
                course=row, words=form.words(), shares=shares, by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            words = _("Shared. The other one reads it from now on.") if shares else _("Kept.")
            messages.success(request, words)
            return see_other(reverse("course", args=[pk]))
    others = {other: sheet for other, sheet in sheets.items() if other != side}
    context = {
        **framed(request, row, _("Learning needs")),
        "form": form,
        "is_shared": own is not None and own.shared_at is not None,
        "is_learner": side == "learner",
        "others": needs_lines(row, others, side=side),
    }
    return render(request, "courses/needs.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def course_plan(request: HallRequest, pk: int) -> HttpResponse:
    """The plan: read it and agree, or write its next version."""
    row = load(request, pk)
    require(WORK_IN_COURSE, request.actor, row)
    today = day_of(row, clock.now())
    plans = plans_of(row)
    latest = plans[-1] if plans else None
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        competencies=competencies_of(row),
        before=latest,
        due=max(plan_by(row), today) + timedelta(days=60),
    )
    if request.method == "POST" and form.is_valid():
        try:
            write_plan(
                course=row,
                objectives=form.drafts(),
                based_on=form.cleaned_data["based_on"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("You agree to it. The other one is asked."))
            return see_other(reverse("course", args=[pk]))
    side = _side(request, row)
    shown = plan_shown(row, latest, today=today) if latest else None
    context = {
        **framed(request, row, _("Learning plan")),
        "form": form,
        "shown": shown,
        "waits": shown is not None and not shown.holds and side not in shown.signed,
        "earlier": [plan_shown(row, plan, today=today) for plan in reversed(plans[:-1])],
        "needs": needs_lines(row, sheets_of(row), side=side),
        "is_writing": request.method == "POST" or latest is None or "write" in request.GET,
    }
    return render(request, "courses/plan.html", context, status=422 if form.is_refused else 200)


@page(For.SIGNED_IN, "POST")
def course_plan_signature(request: HallRequest, pk: int, number: int) -> HttpResponse:
    """Agree to the version that was read."""
    row = load(request, pk)
    require(WORK_IN_COURSE, request.actor, row)
    plan = row.plans.filter(number=number).first()
    if plan is None:
        raise NotVisible
    plan.course = row
    agree_to_plan(plan=plan, by=request.actor, at=clock.now())
    messages.success(request, _("Agreed. The plan holds."))
    return see_other(reverse("course", args=[pk]))


def _side(request: HallRequest, row: Course) -> str:
    parties = row.relationship.parties.filter(person=request.person, left_at__isnull=True)
    return str(parties.values_list("side", flat=True).first() or "")
