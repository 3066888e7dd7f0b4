"""Tables of concerns and decisions."""

from guildhall.concerns.models.concern import Concern, ConcernMove, Escalation
from guildhall.concerns.models.decision import Appeal, Decision
from guildhall.concerns.models.plan import ActionPlan, PlanStep, Review

__all__ = [
    "ActionPlan",
    "Appeal",
    "Concern",
    "ConcernMove",
    "Decision",
    "Escalation",
    "PlanStep",
    "Review",
]
