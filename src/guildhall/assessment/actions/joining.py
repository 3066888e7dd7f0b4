"""Two passports of one person against one framework, after their records were found to be one."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.assessment.actions.sign_off_moves import held_now, move_sign_off
from guildhall.assessment.models import Passport, SignOff
from guildhall.assessment.states import SignOffState
from guildhall.core.errors import WrongState
from guildhall.permissions.actor import Actor


def settle_double_sign_offs(kept: Passport, other: Passport, *, by: Actor, at: datetime) -> None:
    """Of two sign-offs for one competency the newer one stays in force, so that the passports can
    become one. The caller holds the transaction and moves the rows.

    Refuses where one of the two is contested.
    """
    for theirs in list(other.sign_offs.select_related("competency", "passport")):
        for mine in held_now(kept, theirs.competency):
            if theirs.state in (SignOffState.IN_FORCE, SignOffState.CONTESTED):
                _replace_older(mine, theirs, by=by, at=at)


def _replace_older(one: SignOff, other: SignOff, *, by: Actor, at: datetime) -> None:
    if SignOffState.CONTESTED in (one.state, other.state):
        raise WrongState(
            _("One of their sign-offs is contested. Settle it, then merge the records.")
        )
    older = min(one, other, key=lambda row: (row.signed_at, row.pk))
    move_sign_off(older, SignOffState.REPLACED, by=by, at=at)
