"""The action plan of a concern, in versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.proven import proof, seal_row
from guildhall.concerns.access import WORK_ON_CONCERN
from guildhall.concerns.actions.events import PLAN_MADE
from guildhall.concerns.actions.rows import (
    LONGEST_STEP,
    go_on,
    held,
    name_of,
    require_words,
    tell_of,
)
from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.messages import PLAN_MADE as TOLD_PLAN
from guildhall.concerns.models import ActionPlan, Concern, PlanStep
from guildhall.concerns.notice import local_day
from guildhall.concerns.proven import PLANS
from guildhall.concerns.queries.people import guides_of
from guildhall.concerns.states import ConcernState
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import record_in_pair

MOST_STEPS = 8


@dataclass(frozen=True)
class StepDraft:
    """One thing to do, by whom, until when."""

    text: str
    owner: Person
    due_on: date


@dataclass(frozen=True)
class PlanDraft:
    """What will be good enough, what helps, and the steps."""

    aim: str
    support: str = ""
    steps: Sequence[StepDraft] = ()


def make_plan(
    *, concern: Concern, draft: PlanDraft, based_on: int, by: Actor, at: datetime
) -> ActionPlan:
    """The plan, or its next version; the learner is told. The first review is due two weeks later;
    a later version keeps the day of the next review.

    Refuses a concern that is not shared, a plan without aim or steps, a step for somebody outside
    of the pair, and a version that was written while another one was saved.
    """
    require(WORK_ON_CONCERN, by, concern)
    words = require_words({"aim": draft.aim, "support": draft.support}, needed=("aim",))
    with transaction.atomic():
        concern = held(concern, by=by)
        row = concern.relationship
        number = concern.plans.count()
        if number != based_on:
            raise WrongState(_("Somebody changed the plan meanwhile. Read it, then change it."))
        _require_steps(concern, draft.steps, at=at)
        if number == 0:
            go_on(concern, ConcernState.PLANNED, at + clocks_of(row).review, by=by, at=at)
        else:
            due = concern.due_at or at + clocks_of(row).review
            go_on(concern, ConcernState(concern.state), due, by=by, at=at)
        plan = ActionPlan.objects.create(
            concern=concern, number=number + 1, made_by_id=by.person_id, made_at=at, **words
        )
        for position, step in enumerate(draft.steps):
            PlanStep.objects.create(
                plan=plan,
                position=position,
                text=step.text.strip(),
                owner=step.owner,
                due_on=step.due_on,
            )
        seal_row(PLANS, plan)
        plan.save(update_fields=["salt", "digest"])
        record_in_pair(PLAN_MADE, plan, row, by=by, at=at, **proof(PLANS, PLAN_MADE, plan))
        who = name_of(by, row)
        tell_of(TOLD_PLAN, concern, [concern.learner], at=at, event=plan.pk, who=who)
    return plan


def _require_steps(concern: Concern, steps: Sequence[StepDraft], *, at: datetime) -> None:
    row = concern.relationship
    people = {concern.learner_id, *(one.pk for one in guides_of(row))}
    problem = ""
    if not steps:
        problem = _("Write one step at least.")
    elif len(steps) > MOST_STEPS:
        problem = _("Keep it to %(most)d steps; the plan can have a next version.") % {
            "most": MOST_STEPS
        }
    for step in steps:
        if len(step.text.strip()) > LONGEST_STEP:
            problem = _("Keep each step to %(most)d characters.") % {"most": LONGEST_STEP}
        elif step.owner.pk not in people:
            problem = _("Each step is for one of the pair.")
        elif step.due_on < local_day(row, at):
            problem = _("Choose days that are still to come.")
    if problem:
        raise InvalidInput(_("The plan is not saved yet."), {"steps": problem})
