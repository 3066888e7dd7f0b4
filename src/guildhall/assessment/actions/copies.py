"""Making a signed copy of a passport."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.actions.rows import locked_passport
from guildhall.assessment.copies import CopyCode, copy_code, copy_digest, copy_seal, new_salt
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.record import Record, record_of
from guildhall.audit.actions import record
from guildhall.audit.kinds import declare
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

PASSPORT_COPIED = declare("passport_copied", "A signed copy of a passport was made.")


@dataclass(frozen=True)
class SignedCopy:
    """What goes on the paper."""

    code: CopyCode
    digest: str
    record: Record
    made_at: datetime


def sign_copy(*, passport: Passport, by: Actor, at: datetime) -> SignedCopy:
    """Put the digest of the passport as it stands into a sealed event, and give the code that
    finds it. Whoever reads the passport may; nobody is told."""
    require(READ_PASSPORT, by, passport)
    with transaction.atomic():
        locked_passport(passport)
        found, salt = record_of(passport), new_salt()
        digest = copy_digest(found, salt=salt)
        event = record(
            PASSPORT_COPIED,
            by=by,
            subject=passport,
            at=at,
            organization_id=passport.organization_id,
            passport=passport.pk,
            digest=digest,
            seal=copy_seal(passport.pk, digest),
        )
    return SignedCopy(copy_code(event.pk, salt, digest), digest, found, at)
