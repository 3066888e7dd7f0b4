"""Contact rests at once, and goes on only when those responsible say so.

The room that handles worries asks who may; nobody else calls this.
"""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.events import CONTACT_LIFTED, CONTACT_RESTED
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.endings import tell_rest
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState


def rest_contact(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """The pair is paused, what is booked is cancelled, and messages wait. Twice changes nothing.

    A pair that is over, or only offered, keeps its state; contact rests all the same.
    """
    with transaction.atomic():
        row = locked(relationship)
        if row.contact_rests_since is None:
            row.contact_rests_since = at
            if row.state in (RelationshipState.ACTIVE, RelationshipState.CLOSING):
                row.state = RelationshipState.PAUSED
            row.save(update_fields=["state", "contact_rests_since"])
            tell_rest(row, by=by, at=at)
            _record(CONTACT_RESTED, row, by=by, at=at)
    return row


def lift_contact(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Contact may go on; the pair stays paused until one of them takes it up again."""
    with transaction.atomic():
        row = locked(relationship)
        if row.contact_rests_since is not None:
            row.contact_rests_since = None
            row.save(update_fields=["contact_rests_since"])
            _record(CONTACT_LIFTED, row, by=by, at=at)
    return row


def _record(kind: str, row: Relationship, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=row, at=at, organization_id=row.organization_id)
