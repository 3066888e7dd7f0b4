"""What a pair works on, for whoever of the pair reads it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from guildhall.competencies.models import Skill
from guildhall.goals.access import KEEP_PROMISE, READ_FEEDBACK, WORK_ON_GOAL
from guildhall.goals.models import FeedbackAsk, Goal, GoalMove, Promise
from guildhall.goals.states import GoalState, Move
from guildhall.people.models import ProfileSkill
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


def skills_within(people: Collection[int]) -> list[Skill]:
    """What these people offer or look for: skills that a goal of theirs may serve; one query."""
    rows = ProfileSkill.objects.filter(profile__person__in=people)
    return list(Skill.objects.filter(pk__in=rows.values("skill")))


def moves_of(
    relationship: Relationship,
    kinds: Collection[Move],
    *,
    actor: Actor,
    most: int | None = None,
) -> list[GoalMove]:
    """What happened to the pair's goals, of these kinds, newest first; one query."""
    goals = visible_to(WORK_ON_GOAL, actor, Goal.objects.filter(relationship=relationship))
    moves = GoalMove.objects.filter(goal__in=goals.values("pk"), move__in=kinds)
    return list(moves.order_by("-at", "-pk")[:most])


def promises_of(
    relationship: Relationship, *, actor: Actor, most_kept: int | None = None
) -> list[Promise]:
    """Open ones first, soonest first; then those that were kept, newest first. Two queries."""
    rows = visible_to(KEEP_PROMISE, actor, Promise.objects.filter(relationship=relationship))
    rows = rows.filter(dropped_at__isnull=True).select_related("owner")
    found = list(rows.filter(done_at__isnull=True))
    found.sort(key=lambda one: (one.due_on is None, str(one.due_on)))
    kept = rows.filter(done_at__isnull=False).order_by("-done_at", "-pk")
    return [*found, *kept[:most_kept]]


def feedback_of(
    relationship: Relationship, *, actor: Actor, most_settled: int | None = None
) -> list[FeedbackAsk]:
    """Feedback that is still waited for, newest first, then what was given or let be, the newest
    of it; two queries."""
    asks = FeedbackAsk.objects.filter(relationship=relationship)
    rows = visible_to(READ_FEEDBACK, actor, asks).select_related("asker", "giver")
    rows = rows.annotate(settled_at=Coalesce("given_at", "let_be_at"))
    waiting = rows.filter(settled_at__isnull=True)
    settled = rows.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
    return [*waiting, *settled[:most_settled]]


def _shown(goal: Goal) -> GoalShown:
    steps = list(goal.steps.all())
    done = [step for step in steps if step.done_at]
    following = next((step.text for step in steps if not step.done_at), "")
    return GoalShown(goal=goal, done=len(done), total=len(steps), next_step=following)
