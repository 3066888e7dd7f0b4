"""Somebody says which column is what; the file goes to be staged."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.actions.imports.parsing import NEEDED
from guildhall.flows.import_fields import fields_of
from guildhall.flows.models import Import, RememberedHeading
from guildhall.flows.queries.imports import STAGE, job_key
from guildhall.flows.states import IMPORT_TRANSITIONS, ImportKind, ImportState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.work.actions import enqueue

LONGEST_HEADING = 200


def choose_mapping(
    *, import_of: Import, mapping: Mapping[str, str], by: Actor, at: datetime
) -> Import:
    """Say which heading fills which field; it is remembered, and a job stages the rows.

    Refuses a heading used twice, one that the file does not have, and a choice that leaves open
    who a row is about.
    """
    require(CHANGE_IMPORT, by, import_of)
    chosen = {field: heading for field, heading in mapping.items() if heading}
    _refuse_unusable(import_of, chosen)
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=import_of.pk)
        row.mapping = chosen
        begin_staging(row, by=by, at=at)
        _remember(row, chosen, at=at)
    return row


def _remember(row: Import, chosen: Mapping[str, str], *, at: datetime) -> None:
    """For the next file: what was chosen, and which guesses were turned down."""
    guessed = {*row.reading.get("certainty", {}), *row.reading.get("remembered", [])}
    RememberedHeading.objects.bulk_create(
        [
            RememberedHeading(
                organization_id=row.organization_id,
                kind=row.kind,
                field=field,
                heading=chosen.get(field, "")[:LONGEST_HEADING],
                used_at=at,
            )
            for field in fields_of(row.kind, is_limited=row.is_limited)
            if field in chosen or field in guessed
        ],
        update_conflicts=True,
        unique_fields=["organization", "kind", "field"],
        update_fields=["heading", "used_at"],
    )


def begin_staging(row: Import, *, by: Actor, at: datetime) -> None:
    """Move a locked import to staging and put the job in the queue."""
    require_transition(
        IMPORT_TRANSITIONS,
        row.state,
        ImportState.STAGING,
        _("This import is %(state)s; its columns cannot be changed now.")
        % {"state": row.get_state_display().lower()},
    )
    row.state, row.revision = ImportState.STAGING, row.revision + 1
    row.counts, row.error = {}, ""
    row.save(update_fields=["state", "revision", "counts", "error", "mapping", "summary"])
    enqueue(
        STAGE,
        key=job_key(STAGE, row),
        payload={"import": row.pk, "revision": row.revision},
        at=at,
        person_id=by.person_id,
    )


def _refuse_unusable(import_of: Import, chosen: Mapping[str, str]) -> None:
    fields = fields_of(import_of.kind, is_limited=import_of.is_limited)
    unknown = set(chosen) - set(fields)
    if unknown:
        raise ValueError(f"An import of {import_of.kind} has no {', '.join(sorted(unknown))}.")
    problems: dict[str, str] = {}
    owner: dict[str, str] = {}
    for field, heading in chosen.items():
        if heading not in import_of.reading["headings"]:
            problems[field] = _("The file has no column of this name.")
        elif heading in owner:
            problems[field] = _("This column is already %(label)s.") % {
                "label": fields[owner[heading]].label
            }
        owner.setdefault(heading, field)
    if import_of.kind in NEEDED:
        for field in NEEDED[ImportKind(import_of.kind)]:
            if field not in chosen:
                is_time = field in ("date", "starts", "ends")
                words = _("Choose the column that says when it is.")
                problems[field] = words if is_time else _("Choose the column that says who it is.")
    elif not chosen.keys() & {"email", "external_id"}:
        problems["email"] = _("Choose a column with the e-mail address, or one with a number.")
    if problems:
        raise InvalidInput(_("The columns do not fit yet."), problems)
