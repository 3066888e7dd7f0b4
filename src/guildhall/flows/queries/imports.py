"""Imports for pages: lists, one with its job, its rows."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from guildhall.engine.tables import Problem, open_table, refused_rows_csv
from guildhall.files.queries import file_bytes
from guildhall.flows.access import SEE_IMPORT
from guildhall.flows.models import Import, ImportRow
from guildhall.flows.states import ImportState, RowOutcome
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.permissions.actor import Actor
from guildhall.work.models import Job

STAGE, APPLY = "flows.stage_import", "flows.apply_import"
NOTED = "noted"


def visible_imports(actor: Actor) -> QuerySet[Import]:
    """Imports that the actor may see, newest first; discarded ones are left out."""
    rows = visible_to(SEE_IMPORT, actor).exclude(state=ImportState.DISCARDED)
    return rows.select_related("organization", "cohort__program", "created_by")


def visible_import(actor: Actor, pk: int) -> Import:
    """One import, or the answer of a missing one."""
    rows = Import.objects.select_related("organization", "cohort__program", "created_by", "file")
    return get_visible_or_404(SEE_IMPORT, actor, pk, rows)


def job_key(kind: str, import_of: Import) -> str:
    """The key of the job that stages, or applies, this revision of an import."""
    return f"{kind}:{import_of.pk}:{import_of.revision}"


def job_of(import_of: Import) -> Job | None:
    """The job that is at work on it now."""
    kind = APPLY if import_of.state == ImportState.APPLYING else STAGE
    return Job.objects.filter(key=job_key(kind, import_of)).first()


def rows_of(import_of: Import, which: str) -> QuerySet[ImportRow]:
    """The rows with one outcome, or the kept ones with notes, in the order of the file."""
    rows = ImportRow.objects.filter(import_of=import_of)
    if which == NOTED:
        return rows.exclude(outcome=RowOutcome.REFUSED).exclude(notes=[])
    return rows.filter(outcome=which)


def refused_csv(import_of: Import) -> bytes:
    """The refused rows as they were, each with its row, columns and reasons, to be corrected."""
    assert import_of.file is not None
    rows = rows_of(import_of, RowOutcome.REFUSED).values_list("number", "problems")
    with open_table(file_bytes(import_of.file), name=import_of.name) as table:
        return refused_rows_csv(table, _problems(rows.iterator(chunk_size=2000)))


def _problems(rows: Iterable[tuple[int, list[dict[str, str]]]]) -> Iterable[Problem]:
    for number, problems in rows:
        for problem in problems:
            yield Problem(
                row=number,
                column=problem["column"] or None,
                code=problem["code"],
                message=problem["message"],
            )


def imports_to_look_at(organization_ids: Collection[int], *, limit: int) -> list[Import]:
    """Those of these organizations that wait for somebody: for their columns, or to be saved."""
    rows = Import.objects.filter(
        organization_id__in=organization_ids, state__in=(ImportState.PREVIEW, ImportState.MAPPING)
    )
    return list(rows.only("state", "counts", "file_id").prefetch_related("file")[:limit])
