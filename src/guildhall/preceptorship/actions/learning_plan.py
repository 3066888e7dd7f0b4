"""The learning plan: written by one side as a version, and holding once the other agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.competencies.models import Competency
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_events import (
    LEARNING_PLAN_SIGNED,
    LEARNING_PLAN_WRITTEN,
)
from guildhall.preceptorship.actions.course_rows import (
    held_course,
    name_of,
    people_of,
    record_of_course,
    side_of,
    tell,
)
from guildhall.preceptorship.course_access import WORK_IN_COURSE
from guildhall.preceptorship.course_messages import PLAN_AGREED, PLAN_TO_AGREE
from guildhall.preceptorship.models import Course, LearningPlan, Objective, PlanSignature
from guildhall.preceptorship.queries.learning import competencies_of
from guildhall.preceptorship.queries.schedule import BOTH
from guildhall.relationships.actions.steps import complete_planned

MOST, LONGEST = 12, 300


@dataclass(frozen=True)
class ObjectiveDraft:
    """What is to be reached and by when; a competency of the passport shows how far it is."""

    text: str
    due_on: date
    competency: Competency | None = None


def write_plan(
    *,
    course: Course,
    objectives: Sequence[ObjectiveDraft],
    based_on: int,
    by: Actor,
    at: datetime,
) -> LearningPlan:
    """Write a version of the plan; whoever writes it agrees by that, and the other side is asked.

    What held until then goes on holding. Refuses a plan without objectives, competencies that are
    not in the passport, and one `based_on` a version that another has followed meanwhile.
    """
    require(WORK_IN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course)
        side = side_of(course.relationship, by)
        latest = course.plans.last()
        number = latest.number if latest else 0
        if number != based_on:
            raise WrongState(_("A newer plan was written meanwhile. Open it, and change that one."))
        kept = _checked(course, objectives)
        plan = LearningPlan.objects.create(
            course=course, number=number + 1, written_by_id=by.person_id, written_at=at
        )
        Objective.objects.bulk_create(
            Objective(
                plan=plan,
                position=position,
                text=one.text.strip(),
                competency=one.competency,
                due_on=one.due_on,
            )
            for position, one in enumerate(kept)
        )
        record_of_course(LEARNING_PLAN_WRITTEN, plan, course, by=by, at=at)
        _sign(plan, course, side, by=by, at=at)
        others = people_of(course.relationship, by.person_id)
        event, who = f"plan:{plan.pk}", name_of(by, course)
        tell(PLAN_TO_AGREE, course, others, event=event, at=at, who=who)
    return plan


def agree_to_plan(*, plan: LearningPlan, by: Actor, at: datetime) -> LearningPlan:
    """Say yes to a version. With the second side's yes it holds, and everybody else is told. Twice
    changes nothing; refuses a version that another has followed."""
    require(WORK_IN_COURSE, by, plan.course)
    with transaction.atomic():
        course = held_course(plan.course)
        latest = course.plans.last()
        if latest is None or latest.pk != plan.pk:
            raise WrongState(_("A newer plan was written meanwhile. Read that one, then agree."))
        latest.course = course
        _sign(latest, course, side_of(course.relationship, by), by=by, at=at)
    return latest


def _sign(plan: LearningPlan, course: Course, side: str, *, by: Actor, at: datetime) -> None:
    defaults = {"person_id": by.person_id, "signed_at": at}
    _signature, is_new = PlanSignature.objects.get_or_create(
        plan=plan, side=side, defaults=defaults
    )
    if is_new:
        record_of_course(LEARNING_PLAN_SIGNED, plan, course, by=by, at=at)
    signed = set(plan.signatures.values_list("side", flat=True))
    if plan.agreed_at is None and signed == BOTH:
        plan.agreed_at = at
        plan.save(update_fields=["agreed_at"])
        complete_planned(course.relationship, "plan", by=by, at=at)
        others = people_of(course.relationship, by.person_id)
        event, who = f"agreed:{plan.pk}", name_of(by, course)
        tell(PLAN_AGREED, course, others, event=event, at=at, who=who)


def _checked(course: Course, drafts: Sequence[ObjectiveDraft]) -> list[ObjectiveDraft]:
    kept = [one for one in drafts if one.text.strip()]
    known = {one.pk for one in competencies_of(course)}
    problems: dict[str, str] = {}
    if not 1 <= len(kept) <= MOST:
        problems["objectives"] = _("Write one to %(most)d objectives.") % {"most": MOST}
    for position, one in enumerate(kept):
        if len(one.text.strip()) > LONGEST:
            problems[f"text_{position}"] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
        if one.competency is not None and one.competency.pk not in known:
            problems[f"competency_{position}"] = _("Choose one of the passport’s competencies.")
        if one.due_on < course.begins_on:
            problems[f"due_on_{position}"] = _("Choose a day within the course.")
    if problems:
        raise InvalidInput(_("The plan is not written yet."), problems)
    return kept
