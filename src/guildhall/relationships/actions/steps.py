"""First steps: done, and open again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.events import FIRST_STEP_DONE, FIRST_STEP_REOPENED
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import FirstStep, Relationship
from guildhall.relationships.states import BEGUN


def complete_step(*, step: FirstStep, by: Actor, at: datetime) -> FirstStep:
    """Tick a first step off. Either of the pair may; done stays done."""
    require(ACT_IN_RELATIONSHIP, by, step.relationship)
    with transaction.atomic():
        row, step = _held(step)
        if step.done_at is None:
            step.done_at, step.done_by_id = at, by.person_id
            step.save(update_fields=["done_at", "done_by"])
            record_in_pair(FIRST_STEP_DONE, step, row, by=by, at=at)
    return step


def reopen_step(*, step: FirstStep, by: Actor, at: datetime) -> FirstStep:
    """Take a tick back."""
    require(ACT_IN_RELATIONSHIP, by, step.relationship)
    with transaction.atomic():
        row, step = _held(step)
        if step.done_at is not None:
            step.done_at, step.done_by_id = None, None
            step.save(update_fields=["done_at", "done_by"])
            record_in_pair(FIRST_STEP_REOPENED, step, row, by=by, at=at)
    return step


def complete_planned(row: Relationship, key: str, *, by: Actor, at: datetime) -> None:
    """The room that does what a first step asks for ticks it off; a second time changes nothing.

    `row` is locked, and the caller has asked whether `by` may.
    """
    for step in row.first_steps.filter(key=key, done_at__isnull=True):
        step.done_at, step.done_by_id = at, by.person_id
        step.save(update_fields=["done_at", "done_by"])
        record_in_pair(FIRST_STEP_DONE, step, row, by=by, at=at)


def _held(step: FirstStep) -> tuple[Relationship, FirstStep]:
    row = locked(step.relationship)
    if row.state not in BEGUN:
        raise WrongState(
            _("First steps can be ticked off while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )
    return row, FirstStep.objects.get(pk=step.pk)
