"""Raising a concern, making its plan, holding its reviews."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.access import RAISE_CONCERN, WORK_ON_CONCERN
from guildhall.concerns.actions.planning import make_plan
from guildhall.concerns.actions.raising import raise_concern
from guildhall.concerns.actions.reviewing import review_concern
from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.queries.choices import competencies_of
from guildhall.concerns.queries.people import guides_of
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.permissions.access import require
from guildhall.relationships.queries.page import relationship_page
from guildhall.web.concerns.forms import PlanForm, RaiseForm, ReviewForm
from guildhall.web.concerns.loading import framed, load
from guildhall.web.relationships.loading import breadcrumb
from guildhall.web.relationships.loading import load as load_pair
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def relationship_concern(request: HallRequest, pk: int) -> HttpResponse:
    """Raise a concern in a pair that assesses."""
    row = load_pair(request, pk)
    require(RAISE_CONCERN, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    if not found.is_evaluative:
        raise NotVisible
    form = RaiseForm(
        request.POST if request.method == "POST" else None,
        competencies=competencies_of(row),
        initial={"seen_on": found.today},
    )
    if form.is_valid():
        try:
            raised = raise_concern(
                relationship=row, draft=form.draft(), by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is written down. Share it next."))
            return see_other(reverse("concern", args=[raised.pk]))
    context = {
        "form": form,
        "found": found,
        "hours": int(clocks_of(row).share.total_seconds() // 3600),
        "breadcrumb": breadcrumb(found, (_("Raise a concern"), None)),
    }
    return render(request, "concerns/raise.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def concern_plan(request: HallRequest, pk: int) -> HttpResponse:
    """The plan, or its next version."""
    row = load(request, pk)
    require(WORK_ON_CONCERN, request.actor, row)
    if row.shared_at is None:
        raise WrongState(_("Share it first: a plan is made together."))
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=[row.learner, *guides_of(row.relationship)],
        before=row.plans.prefetch_related("steps").last(),
        due=(clock.now() + timedelta(days=7)).date(),
    )
    if form.is_valid():
        try:
            make_plan(
                concern=row,
                draft=form.draft(),
                based_on=form.cleaned_data["based_on"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            name = row.learner.given_name
            messages.success(request, _("The plan is there. %(name)s is told.") % {"name": name})
            return see_other(reverse("concern", args=[pk]))
    context = {**framed(request, row, _("Action plan")), "form": form}
    return render(request, "concerns/plan.html", context, status=422 if form.is_refused else 200)


@page(For.SIGNED_IN, "GET", "POST")
def concern_review(request: HallRequest, pk: int) -> HttpResponse:
    """Say how it goes with the plan."""
    row = load(request, pk)
    require(WORK_ON_CONCERN, request.actor, row)
    plan = row.plans.prefetch_related("steps__owner").last()
    if plan is None:
        raise WrongState(_("There is no plan yet, so there is nothing to review."))
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review_concern(concern=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("The review is written. The learner is told."))
            return see_other(reverse("concern", args=[pk]))
    context = {**framed(request, row, _("Review")), "form": form, "plan": plan}
    return render(request, "concerns/review.html", context, status=422 if form.errors else 200)
