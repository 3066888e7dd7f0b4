"""First steps of the plan that tick themselves off once the pair has done what they mean."""

from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.steps import complete_step
from guildhall.relationships.models import FirstStep, Relationship


def tick_off(row: Relationship, key: str, *, by: Actor, at: datetime) -> None:
    """Complete the first step with this key, where the plan has one and it is still open."""
    for step in FirstStep.objects.filter(relationship=row, key=key, done_at__isnull=True):
        step.relationship = row
        complete_step(step=step, by=by, at=at)
