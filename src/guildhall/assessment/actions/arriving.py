"""What was made without network and arrives later: taken once, or refused with its reason.

On the device a sign-off is provisional; the house knows nothing of it until it is taken here. All
conditions are those of the moment of arrival: who no longer guides the learner is refused.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.observations import Sight, record_observation
from guildhall.assessment.actions.reviewing import flag_unusual
from guildhall.assessment.actions.rows import day_of, locked_passport, person_of, require_lines
from guildhall.assessment.actions.sign_off_writing import (
    Signing,
    replace_earlier,
    require_ready,
    tell_signed,
    write_sign_off,
)
from guildhall.assessment.models import (
    Observation,
    Passport,
    SignOff,
    SignOffMove,
    SignOffRequest,
)
from guildhall.assessment.offline_limits import LIMITS
from guildhall.assessment.queries.requests import own_words
from guildhall.assessment.queries.signers import is_same_human, signers_for
from guildhall.assessment.sign_off_access import SIGN_OFFLINE
from guildhall.assessment.states import Proof, SignOffState
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class MadeSignOff:
    """A sign-off as it was made on a device. `key` is made there, so that it arrives once."""

    competency: Competency
    level: ScaleLevel
    made_at: datetime
    key: UUID
    words: str = ""


def take_observation(
    *, passport: Passport, sight: Sight, made_at: datetime, by: Actor, at: datetime
) -> tuple[Observation, bool]:
    """Record what was written down without network, and say whether it is new.

    Refuses what recording refuses, and what waited longer than it may. A second arrival changes
    nothing, however late it comes.
    """
    known = Observation.objects.filter(device_key=sight.device_key).exists()
    if not known:
        _require_fresh(made_at, at=at)
        if sight.competency.version_id != passport.version_id:
            raise InvalidInput(_("The framework has a newer version. Record it anew."))
    row = record_observation(passport=passport, sight=sight, by=by, at=at)
    return row, not known


def take_sign_off(
    *, passport: Passport, made: MadeSignOff, by: Actor, at: datetime
) -> tuple[SignOff, bool]:
    """Let a sign-off made without network hold from now on, and say whether it is new.

    It says when it was made and when it was taken; an open request to the signer is used up. The
    learner and whoever else guides them are told. Refuses the learner, whoever may not sign any
    more, what waited longer than it may, what is not ready, and what was signed or taken back
    since. A second arrival changes nothing.
    """
    signer = person_of(by)
    if is_same_human(signer, passport.learner):
        raise NotAllowed(own_words())
    require(SIGN_OFFLINE, by, passport)
    words = require_lines(words=made.words)["words"]
    with transaction.atomic():
        held = locked_passport(passport)
        known = SignOff.objects.filter(device_key=made.key).first()
        if known is not None:
            return _the_same(known, held, signer.pk), False
        _require_fresh(made.made_at, at=at)
        if signer.pk not in {one.person.pk for one in signers_for(held)}:
            raise NotAllowed(_("You no longer sign off here. Ask a coordinator."))
        _require_fits(held, made)
        require_ready(held, made.competency, made.level, today=day_of(held, at))
        replace_earlier(held, made.competency, by=by, at=at)
        signing = Signing(
            passport=held,
            competency=made.competency,
            level=made.level,
            signer=signer,
            proof=Proof.OFFLINE,
            words=words,
            signed_at=made.made_at,
            device_key=made.key,
            request=_use_request(held, made.competency, signer.pk, at=at),
        )
        signed = write_sign_off(signing, by=by, at=at)
        flag_unusual(signed, at=at)
        tell_signed(signed, held, at=at)
    return signed, True


def _require_fresh(made_at: datetime, *, at: datetime) -> None:
    if made_at > at:
        raise InvalidInput(_("The clock of the device is ahead. Set it, and record it anew."))
    if at - made_at > LIMITS.waits + LIMITS.margin:
        hours = int(LIMITS.waits.total_seconds() // 3600)
        words = _("It waited longer than %(hours)s hours on the device. Record it anew.")
        raise InvalidInput(words % {"hours": hours})


def _the_same(known: SignOff, passport: Passport, signer_id: int) -> SignOff:
    if known.passport_id != passport.pk or known.signer_id != signer_id:
        raise InvalidInput(_("This key belongs to another sign-off. Sign anew."))
    return known


def _require_fits(passport: Passport, made: MadeSignOff) -> None:
    if made.competency.version_id != passport.version_id:
        raise InvalidInput(_("The framework has a newer version. Look at it, and sign anew."))
    if day_of(passport, made.made_at) < day_of(passport, passport.opened_at):
        raise InvalidInput(_("This is before the passport began. Sign anew."))
    rows = SignOff.objects.filter(passport=passport, competency__key=made.competency.key)
    withdrawn = SignOffMove.objects.filter(
        sign_off__in=rows, state=SignOffState.WITHDRAWN, at__gt=made.made_at
    )
    if rows.filter(signed_at__gt=made.made_at).exists() or withdrawn.exists():
        words = _("It was signed or taken back after you made this. Look at it, and sign anew.")
        raise WrongState(words)


def _use_request(
    passport: Passport, competency: Competency, signer_id: int, *, at: datetime
) -> SignOffRequest | None:
    """Whoever was asked for it and signs without network has answered, too."""
    row = (
        SignOffRequest.objects.select_for_update(of=("self",))
        .filter(passport=passport, competency=competency, signer=signer_id)
        .filter(used_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    if row is not None:
        row.used_at, row.code_digest = at, ""
        row.save(update_fields=["used_at", "code_digest"])
    return row
