"""A pair begins: from here on its days count."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from guildhall.audit.actions import record
from guildhall.core.transitions import require_transition
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.events import RELATIONSHIP_OPENED
from guildhall.relationships.beginnings import tell_begin
from guildhall.relationships.kinds import RELATIONSHIP_OPENED as TOLD_OPENED
from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.plans import Terms, last_day
from guildhall.relationships.states import RELATIONSHIP_TRANSITIONS, RelationshipState
from guildhall.relationships.telling import across, first_step_words, message_about


def begin(row: Relationship, parties: Sequence[Party], *, by: Actor, at: datetime) -> None:
    """Everybody said yes: set the days, record it, tell everybody once. The row is locked."""
    terms = Terms.of(row)
    require_transition(
        RELATIONSHIP_TRANSITIONS, row.state, RelationshipState.ACTIVE, row.get_state_display()
    )
    start = terms.start(at)
    row.state, row.opened_at = RelationshipState.ACTIVE, at
    row.ends_on = last_day(terms.plan, start)
    row.save(update_fields=["state", "opened_at", "ends_on"])
    steps = list(row.first_steps.all())
    for step in steps:
        step.due_on = start + timedelta(days=step.by_day)
    FirstStep.objects.bulk_update(steps, ["due_on"])
    tell_begin([row], by=by, at=at)
    record(RELATIONSHIP_OPENED, by=by, subject=row, at=at, organization_id=row.organization_id)
    tell_begun(row, parties, terms, at=at)


def tell_begun(row: Relationship, parties: Sequence[Party], terms: Terms, *, at: datetime) -> None:
    """Tell everybody that it begins, with their first step and what stays between them."""
    start = terms.start(at)
    send_many(
        [
            message_about(
                TOLD_OPENED,
                relationship=row,
                to=party,
                others=across(parties, party),
                first_step=first_step_words(terms.plan, party.side, start),
                privacy=str(terms.plan.get("privacy", "")),
            )
            for party in parties
        ],
        at=at,
    )
