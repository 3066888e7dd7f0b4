"""Contesting a sign-off, settling that, and taking one back. Every version stays to be read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.rows import require_lines, told
from guildhall.assessment.actions.sign_off_moves import locked_sign_off, move_sign_off
from guildhall.assessment.models import SignOff
from guildhall.assessment.queries.signers import coordinators_of, present_guides, without
from guildhall.assessment.sign_off_access import (
    CONTEST_SIGN_OFF,
    SETTLE_SIGN_OFF,
    WITHDRAW_SIGN_OFF,
)
from guildhall.assessment.sign_off_messages import (
    SIGN_OFF_CONTESTED,
    SIGN_OFF_UPHELD,
    SIGN_OFF_WITHDRAWN,
)
from guildhall.assessment.states import SignOffState
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def contest_sign_off(*, row: SignOff, why: str, by: Actor, at: datetime) -> SignOff:
    """The learner says that a sign-off is wrong; until it is settled the gate says no.

    The signer and the coordinators are told. Refuses without a reason, and what is not in force.
    """
    require(CONTEST_SIGN_OFF, by, row)
    reason = _reason(why)
    with transaction.atomic():
        held = locked_sign_off(row)
        move = move_sign_off(held, SignOffState.CONTESTED, why=reason, by=by, at=at)
        people = without([held.signer, *coordinators_of(held.passport)], by.person_id)
        _tell(SIGN_OFF_CONTESTED, held, people, event=move.pk, at=at, who=_learner(held))
    return held


def settle_sign_off(*, row: SignOff, is_upheld: bool, why: str, by: Actor, at: datetime) -> SignOff:
    """A coordinator or another assessor upholds what was contested, or takes it back.

    The learner, their preceptor and the signer are told. Refuses without a reason, whoever signed,
    and what is not contested.
    """
    require(SETTLE_SIGN_OFF, by, row)
    reason = _reason(why)
    state = SignOffState.IN_FORCE if is_upheld else SignOffState.WITHDRAWN
    with transaction.atomic():
        held = locked_sign_off(row)
        if held.state != SignOffState.CONTESTED:
            raise WrongState(_("This is settled already. There is nothing left to do."))
        move = move_sign_off(held, state, why=reason, by=by, at=at)
        kind = SIGN_OFF_UPHELD if is_upheld else SIGN_OFF_WITHDRAWN
        _tell_pair(kind, held, event=move.pk, by=by, at=at)
    return held


def withdraw_sign_off(*, row: SignOff, why: str, by: Actor, at: datetime) -> SignOff:
    """The signer or a coordinator takes a sign-off back with a reason; it allows nothing from then
    on. The learner, their preceptor and the signer are told.

    Refuses without a reason, and what was replaced or taken back already.
    """
    require(WITHDRAW_SIGN_OFF, by, row)
    reason = _reason(why)
    with transaction.atomic():
        held = locked_sign_off(row)
        if held.state == SignOffState.CONTESTED and held.signer_id != by.person_id:
            raise WrongState(_("This is contested. Settle it, so that the learner gets an answer."))
        move = move_sign_off(held, SignOffState.WITHDRAWN, why=reason, by=by, at=at)
        _tell_pair(SIGN_OFF_WITHDRAWN, held, event=move.pk, by=by, at=at)
    return held


def _reason(why: str) -> str:
    reason = require_lines(why=why)["why"]
    if not reason:
        raise InvalidInput(_("This is not saved yet."), {"why": _("Give the reason in a line.")})
    return reason


def _tell_pair(kind: Kind, row: SignOff, *, event: int, by: Actor, at: datetime) -> None:
    actor = Person.objects.filter(pk=by.person_id or 0).first()
    who = actor.name if actor else row.passport.organization.name
    people = [row.passport.learner, row.signer, *present_guides(row.passport)]
    people = without(people, by.person_id)
    _tell(kind, row, people, event=event, at=at, who=who, learner=_learner(row))


def _tell(
    kind: Kind, row: SignOff, people: list[Person], *, event: int, at: datetime, **values: str
) -> None:
    path = f"/sign-offs/{row.pk}/"
    send_many(
        [told(kind, row.passport, one, event=str(event), path=path, **values) for one in people],
        at=at,
    )


def _learner(row: SignOff) -> str:
    return row.passport.learner.name
