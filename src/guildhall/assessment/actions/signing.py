"""Signing off, in person: signed in, or with a code that came to the address on record."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.requesting import locked_request, not_ready
from guildhall.assessment.actions.reviewing import flag_unusual
from guildhall.assessment.actions.rows import (
    locked_passport,
    record_in_passport,
    require_lines,
    told,
)
from guildhall.assessment.actions.sign_off_events import (
    SIGN_OFF_DECLINED,
    SIGN_OFF_SIGNED,
    note_sign_off,
)
from guildhall.assessment.actions.sign_off_moves import held_now, move_sign_off
from guildhall.assessment.models import Passport, SignOff, SignOffRequest
from guildhall.assessment.queries.readiness import missing_for
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.requests import require_another, require_open
from guildhall.assessment.queries.signers import present_guides, signers_for, without
from guildhall.assessment.sign_off_access import SIGN_OFF
from guildhall.assessment.sign_off_messages import SIGN_OFF_DECLINED as TOLD_DECLINED
from guildhall.assessment.sign_off_messages import SIGN_OFF_RECEIPT
from guildhall.assessment.sign_off_messages import SIGN_OFF_SIGNED as TOLD_SIGNED
from guildhall.assessment.sign_off_seals import sign_off_digest
from guildhall.assessment.states import Proof, SignOffState
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.dates import moment
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.core.tokens import new_token
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def sign_off(
    *,
    request: SignOffRequest,
    level: ScaleLevel,
    words: str = "",
    proof: Proof = Proof.SIGNED_IN,
    by: Actor,
    at: datetime,
) -> SignOff:
    """Sign what was asked, at this level or another one; it replaces the one before and uses the
    request up. The learner and whoever guides them are told; who signed with a code gets a receipt.

    Refuses everybody but the one who was asked, and them, too, once they may not sign any more;
    the learner under any record or address; a request that has ended; what is not ready at that
    level, with what is missing; and what is contested.
    """
    require(SIGN_OFF, by, request)
    texts = require_lines(words=words)
    with transaction.atomic():
        passport = locked_passport(request.passport)
        row = locked_request(request)
        require_open(row, at=at)
        require_another(row)
        if row.signer_id not in {one.person.pk for one in signers_for(passport)}:
            raise NotAllowed(_("You no longer sign off here. Ask a coordinator."))
        today = at.astimezone(ZoneInfo(passport.organization.time_zone)).date()
        _require_ready(passport, row.competency, level, today=today)
        _replace(passport, row, by=by, at=at)
        signed = _write(row, level, texts["words"], proof=proof, today=today, by=by, at=at)
        row.used_at, row.code_digest = at, ""
        row.save(update_fields=["used_at", "code_digest"])
        flag_unusual(signed, at=at)
        _tell(signed, passport, at=at)
    return signed


def decline_sign_off(
    *, request: SignOffRequest, words: str, by: Actor, at: datetime
) -> SignOffRequest:
    """Not yet, with a word for the learner and whoever asked. It uses the request up.

    Refuses everybody but the one who was asked, an answer without a word, and a second answer.
    """
    require(SIGN_OFF, by, request)
    texts = require_lines(words=words)
    if not texts["words"]:
        raise InvalidInput(
            _("This is not saved yet."), {"words": _("Say in a word what is missing.")}
        )
    with transaction.atomic():
        passport = locked_passport(request.passport)
        row = locked_request(request)
        require_open(row, at=at)
        require_another(row)
        row.used_at, row.declined_at, row.declined_why = at, at, texts["words"]
        row.code_digest = ""
        row.save(update_fields=["used_at", "declined_at", "declined_why", "code_digest"])
        record_in_passport(SIGN_OFF_DECLINED, row, passport, by=by, at=at)
        people = without([passport.learner, row.asked_by], row.signer_id)
        path = f"/sign-offs/requests/{row.pk}/"
        values = {"who": row.signer.name, "learner": passport.learner.name}
        send_many(
            [
                told(TOLD_DECLINED, passport, one, event=str(row.pk), path=path, **values)
                for one in people
            ],
            at=at,
        )
    return row


def _require_ready(
    passport: Passport, competency: Competency, level: ScaleLevel, *, today: date
) -> None:
    if level.scale_id != passport.version.scale_id:
        raise InvalidInput(_("This is not signed yet."), {"level": _("Choose a level.")})
    guides = {one.pk for one in present_guides(passport)}
    missing = missing_for(record_of(passport), competency, level, guide_ids=guides, today=today)
    if missing:
        raise InvalidInput(_("This is not signed yet."), {"level": not_ready(missing)})


def _replace(passport: Passport, row: SignOffRequest, *, by: Actor, at: datetime) -> None:
    """What was signed before goes; what is contested has to be settled first."""
    for earlier in held_now(passport, row.competency):
        if earlier.state == SignOffState.CONTESTED:
            raise WrongState(
                _("The sign-off before is contested. A coordinator has to settle it first.")
            )
        move_sign_off(earlier, SignOffState.REPLACED, by=by, at=at)


def _write(
    row: SignOffRequest,
    level: ScaleLevel,
    words: str,
    *,
    proof: Proof,
    today: date,
    by: Actor,
    at: datetime,
) -> SignOff:
    days = row.competency.valid_days
    signed = SignOff(
        passport=row.passport,
        competency=row.competency,
        level=level,
        signer=row.signer,
        proof=proof,
        request=row,
        state=SignOffState.IN_FORCE,
        signed_at=at,
        accepted_at=at,
        valid_until=today + timedelta(days=days) if days else None,
        words=words,
        device_key=row.nonce,
        salt=new_token(),
    )
    people = {"learner_id": row.passport.learner_id, "signer_id": row.signer_id}
    signed.digest = sign_off_digest(signed, **people)
    signed.save(force_insert=True)
    note_sign_off(SIGN_OFF_SIGNED, signed, by=by, at=at, **people)
    return signed


def _tell(signed: SignOff, passport: Passport, *, at: datetime) -> None:
    path, event = f"/sign-offs/{signed.pk}/", str(signed.pk)
    values = {"who": signed.signer.name, "learner": passport.learner.name}
    people = without([passport.learner, *present_guides(passport)], signed.signer_id)
    messages = [
        told(TOLD_SIGNED, passport, one, event=event, path=path, **values) for one in people
    ]
    if signed.proof == Proof.MAIL_CODE:
        words = {**values, "signed_at": moment(at)}
        to = signed.signer
        messages.append(told(SIGN_OFF_RECEIPT, passport, to, event=event, path=path, **words))
    send_many(messages, at=at)
