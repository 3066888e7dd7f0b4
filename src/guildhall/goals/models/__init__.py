"""Tables of what a pair works on."""

from guildhall.goals.models.feedback import FeedbackAsk
from guildhall.goals.models.goal import Goal, GoalMove, GoalStep
from guildhall.goals.models.promise import Promise

__all__ = ["FeedbackAsk", "Goal", "GoalMove", "GoalStep", "Promise"]
