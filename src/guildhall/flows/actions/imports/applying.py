"""Saving an import: asked for by a person, done by a job in one transaction, once."""

import gc
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import GuildhallError, InvalidInput, NoRoomLeft
from guildhall.core.transitions import require_transition
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.actions.imports.comparing import plan_row
from guildhall.flows.actions.imports.events import IMPORT_APPLIED
from guildhall.flows.actions.imports.mapping import begin_staging
from guildhall.flows.actions.imports.pairs import PairPlanner, open_pairs
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.people_writing import PeopleWriter
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.actions.imports.scope import scope_of
from guildhall.flows.actions.imports.shifts import ShiftPlanner, new_shift
from guildhall.flows.actions.imports.staging import known_of
from guildhall.flows.models import Import, ImportRow
from guildhall.flows.queries.imports import APPLY, job_key
from guildhall.flows.states import IMPORT_TRANSITIONS, ImportKind, ImportState, RowOutcome
from guildhall.people.actions.shifts import import_shifts
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.work.actions import enqueue

STEP = 2000


class Shown(NamedTuple):
    """A staged row, as far as saving needs it."""

    number: int
    outcome: str
    person_id: int | None
    values: dict[str, Any]
    changes: dict[str, list[str]]


class PreviewOutdated(GuildhallError):
    """What was shown no longer holds; the rows have to be read and shown again."""

    status = 409


def apply_import(*, import_of: Import, by: Actor, at: datetime) -> Import:
    """Put the saving of a preview in the queue. Refuses one that would change nothing."""
    require(CHANGE_IMPORT, by, import_of)
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=import_of.pk)
        require_transition(
            IMPORT_TRANSITIONS,
            row.state,
            ImportState.APPLYING,
            _("This import is %(state)s and cannot be saved now.")
            % {"state": row.get_state_display().lower()},
        )
        if not row.counts.get("new") and not row.counts.get("changed"):
            raise InvalidInput(_("There is nothing to save: no row is new or changed."))
        row.state, row.error = ImportState.APPLYING, ""
        row.save(update_fields=["state", "error"])
        enqueue(
            APPLY,
            key=job_key(APPLY, row),
            payload={
                "import": row.pk,
                "revision": row.revision,
                "account": by.account_id,
                "person": by.person_id,
                "is_system": by.is_system,
            },
            at=at,
            person_id=by.person_id,
        )
    return row


def write_import(*, import_of: Import, revision: int, by: Actor, at: datetime) -> Import:
    """Write everything that the preview showed, in one transaction; the job calls it.

    Each row is compared again first: where anything is not as it was shown, nothing is written
    and the file is staged anew. Run again after it was saved, it changes nothing. New people are
    told nothing; pairs are told as the program says.
    """
    try:
        with transaction.atomic():
            row = _locked(import_of, revision)
            if row is None:
                return import_of
            # Others wait for this transaction: spare it the collector's walks over all that is
            # loaded already.
            gc.freeze()
            _write(row, by=by, at=at)
    except (PreviewOutdated, NoRoomLeft):
        _stage_again(import_of, revision, by=by, at=at)
    except GuildhallError as error:
        _back_to_preview(import_of, revision, error.message)
    finally:
        gc.unfreeze()
    import_of.refresh_from_db()
    return import_of


def forget_applied_rows(import_of: Import) -> None:
    """What was saved lives in the records now; only refused rows are kept for correction."""
    if import_of.state == ImportState.APPLIED:
        rows = ImportRow.objects.filter(import_of=import_of)
        rows.exclude(outcome=RowOutcome.REFUSED).delete()


def _locked(import_of: Import, revision: int) -> Import | None:
    """The import, if this saving is still wanted; the organization too, one import at a time."""
    Organization.objects.select_for_update().get(pk=import_of.organization_id)
    row = Import.objects.select_for_update().get(pk=import_of.pk)
    is_wanted = row.state == ImportState.APPLYING and row.revision == revision
    return row if is_wanted else None


def _write(row: Import, *, by: Actor, at: datetime) -> None:
    require(CHANGE_IMPORT, by, row)
    if not row.is_limited:
        require(STAFF_ORGANIZATION, by, row.organization)
    if row.cohort is not None:
        require(CHANGE_COHORT, by, row.cohort)
    if row.kind == ImportKind.PAIRS:
        _write_pairs(row, by=by, at=at)
    elif row.kind == ImportKind.SHIFTS:
        _write_shifts(row, by=by, at=at)
    else:
        _write_people(row, by=by, at=at)
    row.state, row.applied_at = ImportState.APPLIED, at
    row.save(update_fields=["state", "applied_at"])
    record(
        IMPORT_APPLIED,
        by=by,
        subject=row,
        at=at,
        organization_id=row.organization_id,
        **{outcome: row.counts.get(outcome, 0) for outcome in RowOutcome.values},
    )


def _write_people(row: Import, *, by: Actor, at: datetime) -> None:
    scope = scope_of(row)
    writer = PeopleWriter(row, scope, by=by, at=at)
    for staged in _chunks(row):
        parsed = [ParsedRow(number=one.number, values=one.values) for one in staged]
        known = known_of(parsed, scope)
        plans = [plan_row(one, known, scope) for one in parsed]
        for before, one, plan in zip(staged, parsed, plans, strict=True):
            _require_as_shown(before, one, plan)
        writer.write(parsed, plans)
    writer.finish()


def _require_as_shown(before: Shown, row: ParsedRow, plan: Plan) -> None:
    person_id = plan.member.person_id if plan.member else None
    is_same = plan.outcome == before.outcome and person_id == before.person_id
    if row.problems or not is_same or plan.changes != before.changes:
        raise PreviewOutdated(f"Row {before.number} is not as it was shown.")


def _write_pairs(row: Import, *, by: Actor, at: datetime) -> None:
    planner = PairPlanner(row, at=at)
    assert row.cohort is not None
    seats: list[list[int]] = []
    for staged in _chunks(row):
        parsed = [ParsedRow(number=one.number, values=dict(one.values)) for one in staged]
        plans = planner.plan(parsed)
        for before, one, plan in zip(staged, parsed, plans, strict=True):
            _require_as_shown(before, one, plan)
        seats += [one.values["enrollments"] for one in parsed]
    open_pairs(cohort=row.cohort, seats=seats, by=by, at=at)


def _write_shifts(row: Import, *, by: Actor, at: datetime) -> None:
    planner = ShiftPlanner(row)
    for staged in _chunks(row):
        parsed = [ParsedRow(number=one.number, values=dict(one.values)) for one in staged]
        plans = planner.plan(parsed)
        for before, one, plan in zip(staged, parsed, plans, strict=True):
            _require_as_shown(before, one, plan)
        shifts = [new_shift(one.values) for one in parsed]
        import_shifts(organization=row.organization, shifts=shifts, by=by, at=at)


def _chunks(import_of: Import) -> Iterator[list[Shown]]:
    rows = ImportRow.objects.filter(
        import_of=import_of, outcome__in=(RowOutcome.NEW, RowOutcome.CHANGED)
    )
    columns = rows.order_by("number").values_list(*Shown._fields)
    last = 0
    while chunk := [Shown(*row) for row in columns.filter(number__gt=last)[:STEP]]:
        last = chunk[-1].number
        yield chunk


def _stage_again(import_of: Import, revision: int, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        row = _locked(import_of, revision)
        if row is not None:
            row.summary = {**row.summary, "restaged": True}
            begin_staging(row, by=by, at=at)


def _back_to_preview(import_of: Import, revision: int, message: str) -> None:
    with transaction.atomic():
        row = _locked(import_of, revision)
        if row is not None:
            # A new revision, so that saving can be asked for again.
            row.state, row.error, row.revision = ImportState.PREVIEW, message, revision + 1
            row.save(update_fields=["state", "error", "revision"])
