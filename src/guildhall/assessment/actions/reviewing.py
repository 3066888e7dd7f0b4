"""Signings that stand out: put on a list for coordinators, never refused."""

from datetime import datetime

from django.db import transaction

from guildhall.assessment.actions.rows import record_in_passport, require_lines, told
from guildhall.assessment.actions.sign_off_events import FLAG_LOOKED_AT, SIGN_OFF_FLAGGED
from guildhall.assessment.models import SignOff, SignOffFlag
from guildhall.assessment.queries.duty import was_off_shift
from guildhall.assessment.queries.signers import coordinators_of, without
from guildhall.assessment.sign_off_access import REVIEW_FLAG
from guildhall.assessment.sign_off_messages import SIGNINGS_STAND_OUT
from guildhall.assessment.signing_limits import LIMITS
from guildhall.assessment.states import FlagKind
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor


def flag_unusual(signed: SignOff, *, at: datetime) -> None:
    """Put a signing on the list, with those of the same burst. Coordinators are told once an hour
    and signer. What counts is when it was signed, also where it arrived later. Runs inside the
    transaction of the signing."""
    house = signed.passport.organization_id
    is_off_shift = was_off_shift(signed.signer_id, house, at=signed.signed_at)
    if is_off_shift:
        _flag(signed, FlagKind.OFF_SHIFT, at=at)
    if _flag_burst(signed, at=at) or is_off_shift:
        _tell(signed, at=at)


def look_at_flag(*, flag: SignOffFlag, note: str, by: Actor, at: datetime) -> SignOffFlag:
    """A coordinator has looked; it leaves the list. A second time changes nothing."""
    require(REVIEW_FLAG, by, flag)
    texts = require_lines(note=note)
    with transaction.atomic():
        rows = SignOffFlag.objects.select_for_update(of=("self",))
        row = rows.select_related("sign_off__passport").get(pk=flag.pk)
        if row.looked_at is None:
            row.looked_at, row.looked_by_id, row.note = at, by.person_id, texts["note"]
            row.save(update_fields=["looked_at", "looked_by", "note"])
            record_in_passport(FLAG_LOOKED_AT, row, row.sign_off.passport, by=by, at=at)
    return row


def _flag_burst(signed: SignOff, *, at: datetime) -> bool:
    last = signed.signed_at
    within = SignOff.objects.filter(
        signer=signed.signer_id, signed_at__gt=last - LIMITS.fast_within, signed_at__lte=last
    )
    burst = list(within.select_related("passport__organization"))
    if len(burst) < LIMITS.fast_count:
        return False
    flagged = SignOffFlag.objects.filter(kind=FlagKind.FAST, sign_off__in=burst)
    known = set(flagged.values_list("sign_off_id", flat=True))
    for row in burst:
        if row.pk not in known:
            _flag(row, FlagKind.FAST, at=at)
    return True


def _flag(signed: SignOff, kind: FlagKind, *, at: datetime) -> None:
    row = SignOffFlag.objects.create(sign_off=signed, kind=kind, flagged_at=at)
    record_in_passport(SIGN_OFF_FLAGGED, row, signed.passport, by=SYSTEM, at=at, why=kind.value)


def _tell(signed: SignOff, *, at: datetime) -> None:
    passport = signed.passport
    event = f"{signed.signer_id}:{at:%Y%m%d%H}"
    send_many(
        [
            told(
                SIGNINGS_STAND_OUT,
                passport,
                one,
                event=event,
                path="/sign-offs/review/",
                who=signed.signer.name,
            )
            for one in without(coordinators_of(passport), signed.signer_id)
        ],
        at=at,
    )
