"""What a pair works on, for whoever of the pair reads it."""

from dataclasses import dataclass

from guildhall.goals.access import KEEP_PROMISE, READ_FEEDBACK, WORK_ON_GOAL
from guildhall.goals.models import FeedbackAsk, Goal, GoalMove, Promise
from guildhall.goals.states import GoalState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class GoalShown:
    """A goal with its steps."""

    goal: Goal
    done: int
    total: int
    next_step: str

    @property
    def marks(self) -> list[bool]:
        """One mark a step, true where it is done."""
        return [True] * self.done + [False] * (self.total - self.done)


def goals_of(relationship: Relationship, *, actor: Actor) -> list[GoalShown]:
    """Open goals first; three queries."""
    rows = visible_to(WORK_ON_GOAL, actor, Goal.objects.filter(relationship=relationship))
    found = list(rows.select_related("owner").prefetch_related("steps", "skills"))
    found.sort(key=lambda goal: goal.state != GoalState.OPEN)
    return [_shown(goal) for goal in found]


def moves_of(relationship: Relationship, *, actor: Actor) -> list[GoalMove]:
    """All that happened to the pair's goals, newest first; one query."""
    goals = visible_to(WORK_ON_GOAL, actor, Goal.objects.filter(relationship=relationship))
    moves = GoalMove.objects.filter(goal__in=goals)
    return list(moves.select_related("goal", "by").order_by("-at", "-pk"))


def promises_of(relationship: Relationship, *, actor: Actor) -> list[Promise]:
    """Open ones first, soonest first; then those that were kept. One query."""
    rows = visible_to(KEEP_PROMISE, actor, Promise.objects.filter(relationship=relationship))
    found = list(rows.filter(dropped_at__isnull=True).select_related("owner"))
    found.sort(key=lambda one: (one.done_at is not None, one.due_on is None, str(one.due_on)))
    return found


def feedback_of(relationship: Relationship, *, actor: Actor) -> list[FeedbackAsk]:
    """Feedback asked and given, newest first; one query."""
    asks = FeedbackAsk.objects.filter(relationship=relationship)
    rows = visible_to(READ_FEEDBACK, actor, asks)
    return list(rows.select_related("asker", "giver"))


def _shown(goal: Goal) -> GoalShown:
    steps = list(goal.steps.all())
    done = [step for step in steps if step.done_at]
    following = next((step.text for step in steps if not step.done_at), "")
    return GoalShown(goal=goal, done=len(done), total=len(steps), next_step=following)
