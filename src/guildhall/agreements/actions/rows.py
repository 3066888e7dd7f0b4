"""Taking hold of a pair before its expectations or its agreement change."""

from django.utils.translation import gettext as _

from guildhall.agreements.queries.standing import NONE, mode
from guildhall.core.errors import WrongState
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import UNDER_WAY
from guildhall.relationships.telling import across, message_about


def held(relationship: Relationship) -> Relationship:
    """The pair, locked; refuses one that is not going on, or that does without agreements."""
    row = locked(relationship)
    if row.state not in UNDER_WAY:
        raise WrongState(
            _("This can change while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )
    if mode(row) == NONE:
        raise WrongState(_("This program does without expectations and agreements."))
    return row


def told(
    kind: Kind,
    row: Relationship,
    *,
    to: Party,
    parties: list[Party],
    key: str,
    page: str,
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> Outgoing:
    """A message about one round, version or review; `key` keeps it from going out twice."""
    return message_about(
        kind,
        relationship=row,
        to=to,
        others=across(parties, to),
        acts=acts,
        path=f"/relationships/{row.pk}/{page}/",
        event=key,
        **values,
    )
