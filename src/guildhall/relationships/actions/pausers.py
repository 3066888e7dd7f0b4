"""Who takes a paused pair up again: so that a rest of contact looks like every other pause."""

from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState


def is_of_pair(row: Relationship, person_id: int | None) -> bool:
    """Whether they are one of the pair now."""
    return row.parties.filter(person_id=person_id or 0, left_at__isnull=True).exists()


def require_may_resume(row: Relationship, by: Actor) -> None:
    """One of the pair, unless contact rests; and whoever else paused it, unless it does. Staff
    reads one sentence, whyever a pair that they did not pause rests."""
    rests = row.contact_rests_since is not None
    is_outside = not by.is_system and not is_of_pair(row, by.person_id)
    if is_outside and (rests or by.person_id is None or row.paused_by_id != by.person_id):
        raise WrongState(
            _("Only those who let this pair rest take it up again. It is kept as it is.")
        )
    if rests:
        raise WrongState(_("This pair rests for now. You hear from us when it can go on."))


def takes_on_pause(row: Relationship, by: Actor) -> bool:
    """Whether one of the pair makes a pause their own that was somebody else's."""
    pauser = row.paused_by_id
    if row.state != RelationshipState.PAUSED or pauser is None:
        return False
    return is_of_pair(row, by.person_id) and not is_of_pair(row, pauser)
