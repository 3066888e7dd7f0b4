"""Files that show something: a certificate, a case report, a photo of a form."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.access import BUILD_PASSPORT, REMOVE_EVIDENCE
from guildhall.assessment.actions.events import EVIDENCE_ADDED, EVIDENCE_REMOVED
from guildhall.assessment.actions.rows import (
    locked_passport,
    person_of,
    record_in_passport,
    require_lines,
)
from guildhall.assessment.models import Evidence, Passport
from guildhall.assessment.proven import EVIDENCE
from guildhall.assessment.states import EvidenceLevel
from guildhall.audit.proven import proof, seal_row
from guildhall.competencies.models import Competency
from guildhall.core.errors import InvalidInput
from guildhall.files.actions import remove_file, store_file
from guildhall.files.enclosed import Enclosure, require_fit
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def add_evidence(
    *,
    passport: Passport,
    competency: Competency,
    file: Enclosure,
    shows: EvidenceLevel,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Evidence:
    """Put a file beside a competency, sealed; nobody is told.

    The learner and whoever guides them may. Refuses what a system would run, what is too large or
    empty, and a competency of another version.
    """
    require(BUILD_PASSPORT, by, passport)
    require_fit([file])
    with transaction.atomic():
        passport = locked_passport(passport)
        if competency.version_id != passport.version_id:
            problem = _("Choose a competency of this passport.")
            raise InvalidInput(_("This is not saved yet."), {"competency": problem})
        words = require_lines(note=note)["note"]
        stored = store_file(
            file.content,
            name=file.name,
            content_type=file.content_type,
            organization_id=passport.organization_id,
            person_id=by.person_id,
            at=at,
        )
        row = Evidence(
            passport=passport,
            competency=competency,
            file=stored,
            shows=shows,
            note=words,
            added_by=person_of(by),
            added_at=at,
        )
        seal_row(EVIDENCE, row)
        row.save(force_insert=True)
        told_of = proof(EVIDENCE, EVIDENCE_ADDED, row)
        record_in_passport(EVIDENCE_ADDED, row, passport, by=by, at=at, **told_of)
    return row


def remove_evidence(*, evidence: Evidence, by: Actor, at: datetime) -> None:
    """Take a file out for good; who added it and the learner may."""
    require(REMOVE_EVIDENCE, by, evidence)
    with transaction.atomic():
        passport, told_of = evidence.passport, proof(EVIDENCE, EVIDENCE_REMOVED, evidence)
        record_in_passport(EVIDENCE_REMOVED, evidence, passport, by=by, at=at, **told_of)
        file = evidence.file
        evidence.delete()
        remove_file(file)
