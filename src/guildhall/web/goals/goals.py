"""The goals of a pair, and one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.goals.access import WORK_ON_GOAL
from guildhall.goals.actions.goals import (
    check_in,
    reword_goal,
    set_goal,
    settle_goal,
    tick_goal_step,
)
from guildhall.goals.models import Goal, GoalStep
from guildhall.goals.queries.work import feedback_of, goals_of, skills_within
from guildhall.goals.states import GoalState, Pace
from guildhall.permissions.access import get_visible_or_404
from guildhall.programs.plan import space_of
from guildhall.relationships.plans import plan_of
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import BEGUN
from guildhall.web.goals.forms import CheckInForm, GoalForm, initial_of
from guildhall.web.relationships.loading import (
    OF_PAIR,
    breadcrumb,
    framed,
    heading,
    load_own,
)
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def goals(request: HallRequest, pk: int) -> HttpResponse:
    """All goals, and a form for one more."""
    row = load_own(request, pk)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    form = _form(request, found)
    if form.is_valid():
        draft = form.draft()
        set_goal(
            relationship=row, owner=form.chosen_owner, draft=draft, by=request.actor, at=clock.now()
        )
        messages.success(request, _("Your goal is set. Only the pair reads it."))
        return see_other(reverse("relationship", args=[pk]))
    context = {
        **framed(found, _("Goals")),
        "goals": goals_of(row, actor=request.actor),
        "asks": feedback_of(row, actor=request.actor),
        "form": form,
        "can_write": row.state in BEGUN,
    }
    return render(request, "goals/goals.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def goal(request: HallRequest, pk: int) -> HttpResponse:
    """One goal: how it goes, its steps, how it changed; and its wording to change."""
    row = _load(request, pk)
    found = relationship_page(row.relationship, actor=request.actor, at=clock.now())
    form = _form(request, found, row)
    if form.is_valid():
        reword_goal(goal=row, draft=form.draft(), by=request.actor, at=clock.now())
        messages.success(request, _("Changed. How it stood before is kept below."))
        return see_other(reverse("goal", args=[pk]))
    context = {
        "found": found,
        "goal": row,
        "steps": row.steps.all(),
        "moves": row.moves.select_related("by"),
        "paces": Pace.choices,
        "form": form,
        "can_write": row.relationship.state in BEGUN,
        "heading": heading(found),
        "breadcrumb": breadcrumb(
            found,
            (_("Goals"), reverse("relationship_goals", args=[row.relationship_id])),
            (_("Goal"), None),
        ),
    }
    return render(request, "goals/goal.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def goal_check_in(request: HallRequest, pk: int) -> HttpResponse:
    """Say how it goes."""
    row = _load(request, pk)
    form = CheckInForm(request.POST)
    if form.is_valid():
        pace, line = Pace(form.cleaned_data["pace"]), form.cleaned_data["line"]
        check_in(goal=row, pace=pace, line=line, by=request.actor, at=clock.now())
        messages.success(request, _("Noted."))
    else:
        messages.error(request, _("Choose how it goes; a line is kept to 500 characters."))
    return see_other(reverse("goal", args=[pk]))


@page(For.SIGNED_IN, "POST")
def goal_step(request: HallRequest, pk: int, step_pk: int) -> HttpResponse:
    """`done=no` opens it again; anything else ticks it off."""
    row = _load(request, pk)
    step = GoalStep.objects.filter(goal=row, pk=step_pk).first()
    if step is None:
        raise NotVisible
    step.goal = row
    done = request.POST.get("done") != "no"
    tick_goal_step(step=step, done=done, by=request.actor, at=clock.now())
    return see_other(reverse("goal", args=[pk]))


@page(For.SIGNED_IN, "POST")
def goal_state(request: HallRequest, pk: int) -> HttpResponse:
    """Reached, let go, or open again."""
    row = _load(request, pk)
    state = request.POST.get("state", "")
    if state not in GoalState.values:
        raise NotVisible
    settle_goal(goal=row, state=GoalState(state), by=request.actor, at=clock.now())
    return see_other(reverse("goal", args=[pk]))


def _load(request: HallRequest, pk: int) -> Goal:
    rows = Goal.objects.select_related("owner", *OF_PAIR).prefetch_related("steps")
    return get_visible_or_404(WORK_ON_GOAL, request.actor, pk, rows)


def _form(request: HallRequest, found: RelationshipPage, goal: Goal | None = None) -> GoalForm:
    is_measured = space_of(plan_of(found.relationship)).goals == "measured"
    people = [member.party.person_id for member in found.members]
    return GoalForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(goal) if goal else None,
        members=found.members,
        skills=skills_within(people) if is_measured else (),
        is_measured=is_measured,
    )
