"""What every action about ending and going on asks and tells."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.relationships.actions.rows import require_contact
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import BEGUN
from guildhall.relationships.telling import message_about


def require_ongoing(row: Relationship) -> None:
    """Refuse a pair that has not begun, has ended, or whose contact rests."""
    require_contact(row)
    if row.state not in BEGUN:
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
    return message_about(
        kind,
        relationship=row,
        to=to,
        others=[party for party in parties if party.pk != to.pk],
        acts=acts,
        path=f"/relationships/{row.pk}/{page}",
        event=key,
        **values,
    )
