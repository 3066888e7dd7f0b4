"""What every action about ending and going on asks and tells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import require_contact
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState
from guildhall.relationships.telling import message_about

ONGOING = (RelationshipState.ACTIVE, RelationshipState.PAUSED, RelationshipState.CLOSING)


def require_ongoing(row: Relationship) -> None:
    """Refuse a pair that has not begun, has ended, or whose contact rests."""
    require_contact(row)
    if row.state not in ONGOING:
        raise WrongState(
            _("This can be said while a pair goes on. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )


def told(
    kind: Kind,
    row: Relationship,
    *,
    to: Party,
    parties: Sequence[Party],
    key: str,
    page: str,
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> Outgoing:
    """A message about this pair; `key` keeps it from going out twice."""
    path = f"/relationships/{row.pk}/{page}"
    others = [party for party in parties if party.pk != to.pk]
    message = message_about(
        kind, relationship=row, to=to, others=others, acts=acts, path=path, **values
    )
    return replace(message, key=f"{kind.key}:{key}:{to.person_id}")


def record_here(kind: str, thing: Model, row: Relationship, *, by: Actor, at: datetime) -> None:
    """That it happened."""
    organization_id = row.organization_id
    record(kind, by=by, subject=thing, at=at, organization_id=organization_id, relationship=row.pk)
