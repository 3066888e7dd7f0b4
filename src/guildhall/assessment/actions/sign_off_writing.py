"""What all ways of signing share: what is ready, what goes, the row with its proof, who is told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.assessment.actions.requesting import not_ready
from guildhall.assessment.actions.rows import day_of, told
from guildhall.assessment.actions.sign_off_events import SIGN_OFF_SIGNED, note_sign_off
from guildhall.assessment.actions.sign_off_moves import held_now, move_sign_off
from guildhall.assessment.models import Passport, SignOff, SignOffRequest
from guildhall.assessment.proven import SIGN_OFFS
from guildhall.assessment.queries.readiness import missing_for
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.signers import present_guides, without
from guildhall.assessment.sign_off_messages import SIGN_OFF_RECEIPT
from guildhall.assessment.sign_off_messages import SIGN_OFF_SIGNED as TOLD_SIGNED
from guildhall.assessment.states import Proof, SignOffState
from guildhall.audit.proven import seal_row
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.dates import moment
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class Signing:
    """What somebody signs, and how. `signed_at` is when they decided, which without network is
    before the house takes it."""

    passport: Passport
    competency: Competency
    level: ScaleLevel
    signer: Person
    proof: Proof
    words: str
    signed_at: datetime
    device_key: UUID
    request: SignOffRequest | None = None


def require_ready(
    passport: Passport, competency: Competency, level: ScaleLevel, *, today: date
) -> None:
    """Refuses a level of another scale, and what is not ready at it, with what is missing."""
    if level.scale_id != passport.version.scale_id:
        raise InvalidInput(_("This is not signed yet."), {"level": _("Choose a level.")})
    guides = {one.pk for one in present_guides(passport)}
    missing = missing_for(record_of(passport), competency, level, guide_ids=guides, today=today)
    if missing:
        raise InvalidInput(_("This is not signed yet."), {"level": not_ready(missing)})


def replace_earlier(passport: Passport, competency: Competency, *, by: Actor, at: datetime) -> None:
    """What was signed before goes; what is contested has to be settled first."""
    for earlier in held_now(passport, competency):
        if earlier.state == SignOffState.CONTESTED:
            raise WrongState(
                _("The sign-off before is contested. A coordinator has to settle it first.")
            )
        move_sign_off(earlier, SignOffState.REPLACED, by=by, at=at)


def write_sign_off(signing: Signing, *, by: Actor, at: datetime) -> SignOff:
    """The row with its digest, and the sealed event of it; `at` is when the house takes it."""
    days = signing.competency.valid_days
    since = day_of(signing.passport, signing.signed_at)
    signed = SignOff(
        passport=signing.passport,
        competency=signing.competency,
        level=signing.level,
        signer=signing.signer,
        proof=signing.proof,
        request=signing.request,
        state=SignOffState.IN_FORCE,
        signed_at=signing.signed_at,
        accepted_at=at,
        valid_until=since + timedelta(days=days) if days else None,
        words=signing.words,
        device_key=signing.device_key,
    )
    seal_row(SIGN_OFFS, signed)
    signed.save(force_insert=True)
    note_sign_off(SIGN_OFF_SIGNED, signed, by=by, at=at)
    return signed


def tell_signed(signed: SignOff, passport: Passport, *, at: datetime) -> None:
    """The learner and whoever guides them; who signed with a code gets a receipt."""
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
