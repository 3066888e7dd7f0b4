"""What a backup adds to the page of a preceptorship: a card, and the way to name one."""

from guildhall.permissions.access import may
from guildhall.preceptorship.queries.backups import backup_of
from guildhall.preceptorship.standing_access import NAME_BACKUP
from guildhall.preceptorship.standing_rules import asks_for_standing
from guildhall.relationships.states import BEGUN
from guildhall.web.relationships.parts import Part, PartContext, Piece


def backup_part(context: PartContext) -> Part:
    """For everybody who sees the pair; whoever may name one finds how."""
    row = context.relationship
    if not asks_for_standing(row.program) or row.state not in BEGUN:
        return Part()
    found = backup_of(row)
    can_name = may(NAME_BACKUP, context.actor, row)
    if found is None and not can_name:
        return Part()
    shown = {"backup": found, "can_name": can_name}
    return Part(cards=(Piece(24, "preceptors/_card.html", shown),))
