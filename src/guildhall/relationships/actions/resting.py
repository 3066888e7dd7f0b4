"""Contact rests at once, and goes on only when those responsible say so.

The room that handles worries asks who may; nobody else calls this. Seen from outside, a rest is a
pause like every other: the same state, the same event, the same calls-off.
"""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.capacity import locked_people
from guildhall.relationships.actions.events import (
    CONTACT_LIFTED,
    CONTACT_RESTED,
    RELATIONSHIP_PAUSED,
)
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.endings import tell_rest
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.resting import pairs_of_the_same
from guildhall.relationships.states import RelationshipState


def hold_pairs(relationship: Relationship) -> list[Relationship]:
    """This pair and every other one of the same two, held by id until the transaction ends.

    Their people are held too, so that a pair of theirs that opens at this moment is among them.
    """
    held = {row.pk: locked(row) for row in pairs_of_the_same(relationship)}
    locked_people(set(relationship.parties.values_list("person_id", flat=True)))
    late = [row for row in pairs_of_the_same(relationship) if row.pk not in held]
    return [*held.values(), *(locked(row) for row in late)]


def rest_contact(*, relationship: Relationship, by: Actor, at: datetime) -> list[Relationship]:
    """Contact rests in this pair and in every other one of the same two: it is paused, what is
    booked is cancelled, and messages wait. Returns them. Twice changes nothing.

    A pair that is over, closing or only offered keeps its state; contact rests all the same.
    """
    with transaction.atomic():
        rows = hold_pairs(relationship)
        for row in rows:
            if row.contact_rests_since is None:
                _rest(row, by=by, at=at)
    return rows


def lift_contact(*, relationship: Relationship, by: Actor, at: datetime) -> list[Relationship]:
    """Contact may go on, also in every other pair of the same two. Returns those that rested.

    What is paused stays so until one of them takes it up again.
    """
    with transaction.atomic():
        lifted = [row for row in hold_pairs(relationship) if row.contact_rests_since is not None]
        for row in lifted:
            row.contact_rests_since = None
            row.save(update_fields=["contact_rests_since"])
            record(CONTACT_LIFTED, by=by, subject=row, at=at)
    return lifted


def _rest(row: Relationship, *, by: Actor, at: datetime) -> None:
    row.contact_rests_since = at
    # Also where a coordinator let it rest: from now on it is not theirs to take up.
    row.paused_by = None
    was_active = row.state == RelationshipState.ACTIVE
    if was_active:
        row.state = RelationshipState.PAUSED
    row.save(update_fields=["state", "paused_by", "contact_rests_since"])
    # In the order of a pause: first what is called off, then the pause.
    tell_rest(row, by=by, at=at)
    if was_active:
        organization_id = row.organization_id
        record(RELATIONSHIP_PAUSED, by=by, subject=row, at=at, organization_id=organization_id)
    # Without the organization: lists of its events hold the pause, and nothing more.
    record(CONTACT_RESTED, by=by, subject=row, at=at)
