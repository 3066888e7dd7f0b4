"""Signing without signing in: a six-digit code goes to the signer's address on record."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.assessment.actions.requesting import locked_request
from guildhall.assessment.actions.rows import record_in_passport
from guildhall.assessment.actions.sign_off_events import CODE_REFUSED, CODE_SENT
from guildhall.assessment.models import SignOffRequest
from guildhall.assessment.queries.requests import request_behind, require_another, require_open
from guildhall.assessment.queries.signers import address_on_record
from guildhall.assessment.sign_off_seals import code_digest, is_code
from guildhall.assessment.signing_limits import LIMITS
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.immediate import send_now
from guildhall.permissions.actor import SYSTEM, Actor, actor_for


def send_code(*, secret: str, at: datetime) -> SignOffRequest:
    """Mail a new code to the signer, whoever holds the link; the one before ends.

    Refuses a link that has ended, a signer without an address or with the learner's, and codes
    that follow each other too fast or are too many.
    """
    found = request_behind(secret, opened_by=None)
    with transaction.atomic():
        # Held, so that codes to one person are counted one after the other.
        Person.objects.select_for_update().get(pk=found.signer_id)
        row = locked_request(found)
        require_open(row, at=at)
        require_another(row)
        address = address_on_record(row.signer)
        if not address:
            words = _("The house has no address of %(name)s. They can sign after signing in.")
            raise WrongState(words % {"name": row.signer.name})
        _require_slow(row, at=at)
        code = f"{secrets.randbelow(1_000_000):06}"
        row.code_digest, row.code_sent_at, row.code_tries = code_digest(row, code), at, 0
        row.codes_sent += 1
        row.save(update_fields=["code_digest", "code_sent_at", "code_tries", "codes_sent"])
        record_in_passport(CODE_SENT, row, row.passport, by=SYSTEM, at=at, signer=row.signer_id)
        _mail(row, address, code, at=at)
    return row


def actor_by_code(*, secret: str, code: str, at: datetime) -> tuple[SignOffRequest, Actor]:
    """The request and its signer as an actor, for whoever types the code that was mailed to them.

    A wrong code counts; after five, or ten minutes, a new code has to be sent. Refuses in words.
    """
    found = request_behind(secret, opened_by=None)
    with transaction.atomic():
        row = locked_request(found)
        require_open(row, at=at)
        require_another(row)
        _require_living(row, at=at)
        is_right = is_code(row, code.strip().replace(" ", ""))
        if not is_right:
            row.code_tries += 1
            row.save(update_fields=["code_tries"])
            record_in_passport(CODE_REFUSED, row, row.passport, by=SYSTEM, at=at)
    if not is_right:
        raise InvalidInput(_("This is not signed yet."), {"code": _wrong(row)})
    return row, actor_for(account_id=None, person_id=row.signer_id)


def _require_living(row: SignOffRequest, *, at: datetime) -> None:
    if not row.code_digest or row.code_sent_at is None:
        problem = _("Let a code be sent to you first.")
    elif row.code_tries >= LIMITS.code_tries:
        problem = _("Too many wrong codes. Let a new one be sent.")
    elif row.code_sent_at + LIMITS.code_life <= at:
        problem = _("This code is too old. Let a new one be sent.")
    else:
        return
    raise InvalidInput(_("This is not signed yet."), {"code": problem})


def _wrong(row: SignOffRequest) -> str:
    left = LIMITS.code_tries - row.code_tries
    if left <= 0:
        return _("This is not the code. Let a new one be sent.")
    words = ngettext(
        "This is not the code. You can try once more.",
        "This is not the code. You can try %(n)s more times.",
        left,
    )
    return words % {"n": left}


def _require_slow(row: SignOffRequest, *, at: datetime) -> None:
    if row.code_sent_at is not None and at < row.code_sent_at + LIMITS.code_pause:
        raise WrongState(_("A code was sent a moment ago. Look for it before you ask for another."))
    if row.codes_sent >= LIMITS.codes:
        words = _("%(n)s codes were sent for this. Whoever asked can ask anew.")
        raise WrongState(words % {"n": row.codes_sent})
    hour = SignOffRequest.objects.filter(
        signer=row.signer_id, code_sent_at__gt=at - timedelta(hours=1)
    )
    if hour.count() >= LIMITS.codes_an_hour:
        raise WrongState(_("Many codes were sent to this address. Try again in an hour."))


def _mail(row: SignOffRequest, address: str, code: str, *, at: datetime) -> None:
    """Last, because it cannot be taken back; and never stored, because it is a secret."""
    words = {
        "code": code,
        "learner": row.passport.learner.name,
        "minutes": int(LIMITS.code_life.total_seconds() // 60),
        "house": row.passport.organization.name,
    }
    send_now(
        address,
        subject=_("%(code)s is your code for signing") % words,
        text=_(
            "Type %(code)s on the page that you opened, to sign off one competency of %(learner)s."
            " It works for %(minutes)s minutes.\n\nGive it to nobody: it is your signature. If you"
            " did not open such a page, leave this mail and tell a coordinator."
        )
        % words,
        reason=_("%(house)s knows you as somebody who signs off") % words,
        at=at,
    )
