"""Asking for a sign-off: a request that one person can answer, once, within three days."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.rows import locked_passport, record_in_passport, told
from guildhall.assessment.actions.sign_off_events import (
    LINK_SENT,
    REQUEST_WITHDRAWN,
    SIGN_OFF_ASKED,
)
from guildhall.assessment.models import Passport, SignOffRequest
from guildhall.assessment.queries.readiness import missing_for
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.requests import require_open
from guildhall.assessment.queries.signers import address_on_record, present_guides, signers_for
from guildhall.assessment.sign_off_access import ASK_SIGN_OFF, SHOW_SIGN_OFF_LINK
from guildhall.assessment.sign_off_messages import SIGN_OFF_ASKED as TOLD_ASKED
from guildhall.assessment.sign_off_seals import link_secret
from guildhall.assessment.signing_limits import LIMITS
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.dates import full_day, moment
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.tokens import token_digest
from guildhall.directory.models import Person
from guildhall.notify.actions.immediate import send_now
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def ask_sign_off(
    *,
    passport: Passport,
    competency: Competency,
    level: ScaleLevel,
    signer: Person,
    by: Actor,
    at: datetime,
) -> SignOffRequest:
    """Ask one person to sign off one competency at a level; they are told, unless they ask
    themselves. An earlier request for the same competency is ended.

    Refuses people who may not sign, levels and competencies of another framework, and what is not
    ready at that level, with what is missing.
    """
    require(ASK_SIGN_OFF, by, passport)
    with transaction.atomic():
        held = locked_passport(passport)
        _require_fits(held, competency, level, signer, at=at)
        _end_earlier(held, competency, by=by, at=at)
        row = SignOffRequest(
            passport=held,
            competency=competency,
            level=level,
            asked_by_id=by.person_id or 0,
            signer=signer,
            nonce=uuid.uuid4(),
            asked_at=at,
            expires_at=at + LIMITS.link_life,
        )
        row.digest = token_digest(link_secret(row))
        row.save(force_insert=True)
        record_in_passport(
            SIGN_OFF_ASKED, row, held, by=by, at=at, competency=competency.pk, signer=signer.pk
        )
        if signer.pk != by.person_id:
            _tell(row, by=by, at=at)
    return row


def withdraw_request(*, request: SignOffRequest, by: Actor, at: datetime) -> SignOffRequest:
    """Take a request back; its link and its code end with it. Refuses one that was answered."""
    require(SHOW_SIGN_OFF_LINK, by, request)
    with transaction.atomic():
        row = locked_request(request)
        if row.used_at is not None:
            raise WrongState(_("This has been answered already. There is nothing to take back."))
        if row.withdrawn_at is None:
            _withdraw(row, by=by, at=at)
    return row


def send_link(*, request: SignOffRequest, by: Actor, at: datetime) -> SignOffRequest:
    """Mail the one-time link to the signer's address on record; it is stored nowhere.

    Refuses a request that has ended, a signer without an address, and one mail too many.
    """
    require(SHOW_SIGN_OFF_LINK, by, request)
    with transaction.atomic():
        row = locked_request(request)
        require_open(row, at=at)
        address = address_on_record(row.signer)
        if not address:
            words = _("The house has no address of %(name)s. Let them scan the code, signed in.")
            raise WrongState(words % {"name": row.signer.name})
        if row.links_sent >= LIMITS.link_mails:
            words = _("The link was sent %(n)s times. Ask anew, and it is sent again.")
            raise WrongState(words % {"n": row.links_sent})
        row.links_sent += 1
        row.save(update_fields=["links_sent"])
        record_in_passport(LINK_SENT, row, row.passport, by=by, at=at, signer=row.signer_id)
        _mail_link(row, address, at=at)
    return row


def locked_request(request: SignOffRequest) -> SignOffRequest:
    """The row as it is now, held until the transaction ends."""
    rows = SignOffRequest.objects.select_for_update(of=("self",)).select_related(
        "passport__learner__account",
        "passport__organization",
        "passport__version",
        "competency",
        "level",
        "signer__account",
        "asked_by",
    )
    return rows.get(pk=request.pk)


def _require_fits(
    passport: Passport, competency: Competency, level: ScaleLevel, signer: Person, *, at: datetime
) -> None:
    problems: dict[str, str] = {}
    if competency.version_id != passport.version_id:
        problems["competency"] = _("Choose a competency of this passport.")
    elif level.scale_id != passport.version.scale_id:
        problems["level"] = _("Choose a level of this framework's scale.")
    else:
        guides = {one.pk for one in present_guides(passport)}
        today = at.astimezone(ZoneInfo(passport.organization.time_zone)).date()
        missing = missing_for(record_of(passport), competency, level, guide_ids=guides, today=today)
        if missing:
            problems["level"] = not_ready(missing)
    if signer.pk not in {one.person.pk for one in signers_for(passport)}:
        problems["signer"] = _("Choose somebody who guides the learner, or an assessor.")
    if problems:
        raise InvalidInput(_("Nobody is asked yet."), problems)


def not_ready(missing: list[str]) -> str:
    """The refusal with all that is missing."""
    return _("Not ready at this level. Missing: %(what)s.") % {"what": "; ".join(missing)}


def _end_earlier(passport: Passport, competency: Competency, *, by: Actor, at: datetime) -> None:
    earlier = SignOffRequest.objects.select_for_update().filter(
        passport=passport, competency=competency, used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    for row in earlier:
        _withdraw(row, by=by, at=at)


def _withdraw(row: SignOffRequest, *, by: Actor, at: datetime) -> None:
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record_in_passport(REQUEST_WITHDRAWN, row, row.passport, by=by, at=at)


def _tell(row: SignOffRequest, *, by: Actor, at: datetime) -> None:
    asker = Person.objects.get(pk=by.person_id or 0)
    message = told(
        TOLD_ASKED,
        row.passport,
        row.signer,
        event=str(row.pk),
        path=f"/sign-offs/requests/{row.pk}/",
        who=asker.name,
        learner=row.passport.learner.name,
        until=full_day(row.expires_at),
    )
    send_many([message], at=at)


def _mail_link(row: SignOffRequest, address: str, *, at: datetime) -> None:
    """Last, because it cannot be taken back; and never stored, because its link is a secret."""
    words = {
        "learner": row.passport.learner.name,
        "house": row.passport.organization.name,
        "until": moment(row.expires_at),
    }
    send_now(
        address,
        subject=_("Sign off %(learner)s") % words,
        text=_(
            "%(learner)s asks you to sign off one competency. Open the link: you see what was"
            " asked for, get a six-digit code at this address, and decide.\n\nThe link is for you"
            " alone and works once, until %(until)s."
        )
        % words,
        button=_("See what is asked"),
        path=f"/sign/{link_secret(row)}/",
        reason=_("%(house)s knows you as somebody who signs off") % words,
        at=at,
    )
