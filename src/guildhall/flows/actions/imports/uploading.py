"""A file comes in: it is looked at, kept, and its columns are guessed."""

from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.engine.tables import TableError, guess_mapping, open_table
from guildhall.files.actions import remove_file, store_file
from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.actions.imports.events import IMPORT_DISCARDED, IMPORT_STARTED
from guildhall.flows.import_fields import fields_of, specs_of
from guildhall.flows.models import Import, ImportRow, RememberedHeading
from guildhall.flows.states import COHORT_KINDS, IMPORT_TRANSITIONS, ImportKind, ImportState
from guildhall.permissions.access import may, require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.programs.models import Cohort

SAMPLES = 3
SAMPLE_ROWS = 25
SAMPLE_LENGTH = 60


def start_import(
    *,
    organization: Organization,
    kind: str,
    content: bytes,
    name: str,
    by: Actor,
    at: datetime,
    cohort: Cohort | None = None,
) -> Import:
    """Keep a file and guess which column is what; nothing else changes yet.

    Only staff of the organization, and for a cohort who may change it; who runs the cohort's
    program alone begins a limited import, which only brings people in. Refuses a file that is no
    spreadsheet, naming what it is and what to do, and a cohort of another organization.
    """
    kind = ImportKind(kind)
    is_for_cohort = kind in COHORT_KINDS and cohort is not None
    is_limited = is_for_cohort and not may(STAFF_ORGANIZATION, by, organization)
    if not is_limited:
        require(STAFF_ORGANIZATION, by, organization)
    cohort = _checked_cohort(organization, kind, cohort, by)
    try:
        reading = _looked_at(content, name)
    except TableError as error:
        raise InvalidInput(_("This file cannot be read."), {"file": str(error)}) from error
    with transaction.atomic():
        file = store_file(
            content,
            name=name,
            at=at,
            organization_id=organization.pk,
            person_id=by.person_id,
        )
        import_of = Import.objects.create(
            organization=organization,
            cohort=cohort,
            kind=kind,
            is_limited=is_limited,
            file=file,
            name=name[-200:],
            reading=reading,
            mapping=_guessed(organization, kind, reading, is_limited=is_limited),
            created_by_id=by.person_id,
            created_at=at,
        )
        record(IMPORT_STARTED, by=by, subject=import_of, at=at, organization_id=organization.pk)
    return import_of


def discard_import(*, import_of: Import, by: Actor, at: datetime) -> Import:
    """Throw away what was staged, and the file. Refuses one that is being saved or was saved."""
    require(CHANGE_IMPORT, by, import_of)
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=import_of.pk)
        require_transition(
            IMPORT_TRANSITIONS,
            row.state,
            ImportState.DISCARDED,
            _("This import has been saved or is being saved, so it cannot be discarded."),
        )
        ImportRow.objects.filter(import_of=row).delete()
        file, row.file, row.state = row.file, None, ImportState.DISCARDED
        row.reading = {**row.reading, "samples": {}}
        row.save(update_fields=["file", "state", "reading"])
        if file is not None:
            remove_file(file)
        record(IMPORT_DISCARDED, by=by, subject=row, at=at, organization_id=row.organization_id)
    return row


def _checked_cohort(
    organization: Organization, kind: str, cohort: Cohort | None, by: Actor
) -> Cohort | None:
    if kind not in COHORT_KINDS:
        return None
    if cohort is None:
        raise InvalidInput(
            _("The file is for a cohort."), {"cohort": _("Choose the cohort that it is for.")}
        )
    require(CHANGE_COHORT, by, cohort)
    if cohort.program.organization_id != organization.pk:
        raise InvalidInput(
            _("The cohort belongs to another organization."),
            {"cohort": _("Choose a cohort of this organization.")},
        )
    if cohort.archived_at or cohort.program.archived_at:
        raise InvalidInput(
            _("The cohort is in the archive."), {"cohort": _("Take it out, or choose another.")}
        )
    return cohort


def _looked_at(content: bytes, name: str) -> dict[str, Any]:
    """How the file was understood, its headings, and a few values below each."""
    with open_table(content, name=name) as table:
        rows = list(islice(table, SAMPLE_ROWS))
        samples = {
            heading: _samples(row.cells[heading] for row in rows) for heading in table.headings
        }
        return {
            "kind": table.kind,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "sheet": table.sheet,
            "headings": list(table.headings),
            "notes": list(table.notes),
            "samples": samples,
        }


def _samples(texts: Any) -> list[str]:
    different = dict.fromkeys(text[:SAMPLE_LENGTH] for text in texts if text)
    return list(different)[:SAMPLES]


def _guessed(
    organization: Organization, kind: str, reading: dict[str, Any], *, is_limited: bool
) -> dict[str, str]:
    """What was chosen the last time where the heading is there again, else what is likely."""
    headings = reading["headings"]
    remembered = dict(
        RememberedHeading.objects.filter(
            organization=organization,
            kind=kind,
            field__in=fields_of(kind, is_limited=is_limited),
        ).values_list("field", "heading")
    )
    mapping = {field: heading for field, heading in remembered.items() if heading in headings}
    taken = set(mapping.values())
    guesses = guess_mapping(headings, specs_of(kind, is_limited=is_limited))
    reading["certainty"] = {
        guess.field: guess.certainty for guess in guesses.values() if guess.field not in mapping
    }
    reading["remembered"] = sorted(mapping)
    for heading, guess in guesses.items():
        # Remembered as empty: somebody decided that no column is this field.
        if guess.field not in remembered and heading not in taken:
            mapping[guess.field] = heading
    return mapping
