"""A concern brought to the state that a test needs, by the same actions that people use."""

from copy import deepcopy
from datetime import datetime, timedelta

from guildhall.concerns.actions.planning import PlanDraft, StepDraft, make_plan
from guildhall.concerns.actions.raising import ConcernDraft, raise_concern, share_concern
from guildhall.concerns.actions.reviewing import review_concern
from guildhall.concerns.models import ActionPlan, Concern
from guildhall.relationships.models import Relationship
from tests.matching.factories import CRITERIA, cohort_of, guide, learner
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, World

SEEN = "Two doses were drawn up without the second check"


def raised(row: Relationship, world: World, *, by: str = "gwen", at: datetime = NOW) -> Concern:
    """What Gwen saw in Noor's practice."""
    draft = ConcernDraft(SEEN, seen_on=at.date())
    return raise_concern(relationship=row, draft=draft, by=world.actor(by), at=at)


def shared(row: Relationship, world: World, *, at: datetime = NOW) -> Concern:
    """Noor knows."""
    found = raised(row, world, at=at)
    return share_concern(concern=found, how="meeting", by=world.actor("gwen"), at=at)


def plan_for(
    concern: Concern, world: World, *, at: datetime = NOW, based_on: int = 0
) -> ActionPlan:
    """One step for Noor within a week."""
    step = StepDraft("Say the check aloud", world.noor, (at + timedelta(days=7)).date())
    draft = PlanDraft("Ten safe rounds in a row", "Gwen beside you", [step])
    gwen = world.actor("gwen")
    return make_plan(concern=concern, draft=draft, based_on=based_on, by=gwen, at=at)


def planned(row: Relationship, world: World, *, at: datetime = NOW) -> Concern:
    """With a plan."""
    found = shared(row, world, at=at)
    plan_for(found, world, at=at)
    return fresh(found)


def reviewed(
    row: Relationship, world: World, *, at: datetime = NOW, outcome: str = "not_yet"
) -> Concern:
    """With a plan and a review ten days later."""
    found = planned(row, world, at=at)
    gwen, later = world.actor("gwen"), at + timedelta(days=10)
    review_concern(concern=found, outcome=outcome, words="Six of ten", by=gwen, at=later)
    return fresh(found)


def fresh(concern: Concern) -> Concern:
    """The row as it is now."""
    return Concern.objects.select_related("relationship", "learner").get(pk=concern.pk)


def placement(world: World) -> Relationship:
    """Gwen and Noor in a program that passes or fails."""
    program = make_program(
        world.alder,
        "Placement",
        template="student-placement",
        criteria=deepcopy(CRITERIA),
        prerequisites=[],
    )
    cohort = cohort_of(program)
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
