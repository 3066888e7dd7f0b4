"""Signing off, in person: signed in, or with a code that came to the address on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.requesting import locked_request
from guildhall.assessment.actions.reviewing import flag_unusual
from guildhall.assessment.actions.rows import (
    day_of,
    locked_passport,
    record_in_passport,
    require_lines,
    told,
)
from guildhall.assessment.actions.sign_off_events import SIGN_OFF_DECLINED
from guildhall.assessment.actions.sign_off_writing import (
    Signing,
    replace_earlier,
    require_ready,
    tell_signed,
    write_sign_off,
)
from guildhall.assessment.models import SignOff, SignOffRequest
from guildhall.assessment.queries.requests import require_another, require_open
from guildhall.assessment.queries.signers import signers_for, without
from guildhall.assessment.sign_off_access import SIGN_OFF
from guildhall.assessment.sign_off_messages import SIGN_OFF_DECLINED as TOLD_DECLINED
from guildhall.assessment.states import Proof
from guildhall.competencies.models import ScaleLevel
from guildhall.core.errors import InvalidInput, NotAllowed
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
        require_ready(passport, row.competency, level, today=day_of(passport, at))
        replace_earlier(passport, row.competency, by=by, at=at)
        signing = Signing(
            passport=row.passport,
            competency=row.competency,
            level=level,
            signer=row.signer,
            proof=proof,
            words=texts["words"],
            signed_at=at,
            device_key=row.nonce,
            request=row,
        )
        signed = write_sign_off(signing, by=by, at=at)
        row.used_at, row.code_digest = at, ""
        row.save(update_fields=["used_at", "code_digest"])
        flag_unusual(signed, at=at)
        tell_signed(signed, passport, at=at)
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
