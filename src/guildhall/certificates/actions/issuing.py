"""Issuing a certificate, holding it, and revoking it. A renewal is another certificate."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.certificates.access import REVOKE_CERTIFICATE
from guildhall.certificates.actions.events import (
    CERTIFICATE_HELD,
    CERTIFICATE_ISSUED,
    CERTIFICATE_RELEASED,
    CERTIFICATE_REVOKED,
)
from guildhall.certificates.codes import new_code
from guildhall.certificates.models import Certificate
from guildhall.certificates.revocations import tell_revoked
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization, Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

LONGEST_REASON = 600


@dataclass(frozen=True)
class Statement:
    """What is stated: a kind, a sentence, and facts as (label, value) in words."""

    kind: str
    words: str
    facts: Sequence[tuple[str, str]] = ()
    valid_until: date | None = None


def issue_certificate(
    *,
    statement: Statement,
    person: Person,
    organization: Organization,
    on: date,
    by: Actor,
    at: datetime,
    renews: Certificate | None = None,
) -> Certificate:
    """A certificate with the next number of the house and a code of its own.

    The caller has asked whether the actor may. The event keeps a digest of what is stated. Refuses
    an end before the day of issue, and to renew what is renewed or revoked.
    """
    if statement.valid_until is not None and statement.valid_until < on:
        raise InvalidInput(
            _("This is not issued yet."), {"valid_until": _("Choose a day that is still to come.")}
        )
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if renews is not None:
            _require_renewable(renews)
        last = Certificate.objects.filter(organization=organization).order_by("-serial").first()
        row = Certificate.objects.create(
            kind=statement.kind,
            organization=organization,
            person=person,
            serial=last.serial + 1 if last else 1,
            code=new_code(),
            name=person.name,
            statement=statement.words,
            facts=[list(fact) for fact in statement.facts],
            issued_on=on,
            valid_until=statement.valid_until,
            issued_at=at,
            issued_by_id=by.person_id,
            renews=renews,
        )
        _record(CERTIFICATE_ISSUED, row, by=by, at=at, digest=digest_of(row))
    return row


def hold_certificate(*, certificate: Certificate, by: Actor, at: datetime) -> None:
    """Not in force until it is released; its page says so. The caller has asked who may."""
    if certificate.held_at is None:
        certificate.held_at = at
        certificate.save(update_fields=["held_at"])
        _record(CERTIFICATE_HELD, certificate, by=by, at=at)


def release_certificate(*, certificate: Certificate, by: Actor, at: datetime) -> None:
    """In force again, as far as its days go. The caller has asked who may."""
    if certificate.held_at is not None:
        certificate.held_at = None
        certificate.save(update_fields=["held_at"])
        _record(CERTIFICATE_RELEASED, certificate, by=by, at=at)


def revoke_certificate(
    *, certificate: Certificate, words: str, by: Actor, at: datetime
) -> Certificate:
    """It holds no more, for good. Whoever has its code reads that, and never why.

    Refuses without a reason, one's own, and a second time.
    """
    require(REVOKE_CERTIFICATE, by, certificate)
    why = words.strip()
    if not why or len(why) > LONGEST_REASON:
        raise InvalidInput(
            _("It is not revoked yet."),
            {"words": _("Say why, in at most %(n)d characters.") % {"n": LONGEST_REASON}},
        )
    with transaction.atomic():
        row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        if row.revoked_at is not None:
            raise WrongState(_("It is revoked already."))
        end_certificate(row, words=why, by=by, at=at)
        tell_revoked(row, by=by, at=at)
    return row


def end_certificate(row: Certificate, *, words: str, by: Actor, at: datetime) -> None:
    """Revoke the row; the caller has asked who may, and holds it."""
    row.revoked_at, row.revoked_by_id, row.revoked_because = at, by.person_id, words
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    _record(CERTIFICATE_REVOKED, row, by=by, at=at)


def digest_of(row: Certificate) -> str:
    """SHA-256 over its code and what it states; the code makes it unguessable."""
    stated = [row.code, row.number, row.name, row.statement, row.facts]
    stated += [str(row.issued_on), str(row.valid_until)]
    return hashlib.sha256(json.dumps(stated, ensure_ascii=False).encode()).hexdigest()


def _require_renewable(renews: Certificate) -> None:
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=renews.pk)
    if row.revoked_at is not None or Certificate.objects.filter(renews=row).exists():
        raise WrongState(_("This certificate was renewed or revoked already."))


def _record(kind: str, row: Certificate, *, by: Actor, at: datetime, **ids: str) -> None:
    record(kind, by=by, subject=row, at=at, organization_id=row.organization_id, **ids)
