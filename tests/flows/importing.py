"""Imports in tests: from bytes to a preview, and to what was saved."""

from pathlib import Path

from guildhall.directory.models import Organization
from guildhall.flows.actions.imports.applying import apply_import
from guildhall.flows.actions.imports.mapping import choose_mapping
from guildhall.flows.actions.imports.uploading import start_import
from guildhall.flows.models import Import, ImportRow
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Cohort
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.world import NOW

SAMPLE = Path(__file__).parents[2] / "examples" / "civil-service" / "small"


def upload(
    organization: Organization,
    content: str | bytes,
    *,
    by: Actor,
    kind: str = "people",
    cohort: Cohort | None = None,
    name: str = "people.csv",
) -> Import:
    """A file that waits for its columns."""
    return start_import(
        organization=organization,
        kind=kind,
        cohort=cohort,
        content=content.encode() if isinstance(content, str) else content,
        name=name,
        by=by,
        at=NOW,
    )


def stage(import_of: Import, *, by: Actor, **mapping: str) -> Import:
    """Take the guessed columns (and these), run the job, and give the preview."""
    choose_mapping(import_of=import_of, mapping={**import_of.mapping, **mapping}, by=by, at=NOW)
    run_jobs()
    import_of.refresh_from_db()
    return import_of


def save(import_of: Import, *, by: Actor) -> Import:
    """Save the preview and run the job."""
    apply_import(import_of=import_of, by=by, at=NOW)
    run_jobs()
    import_of.refresh_from_db()
    return import_of


def run_jobs() -> None:
    """Run what waits, in the order in which it came; tests hold the commit hooks back."""
    for job in Job.objects.filter(state="queued").order_by("pk"):
        run_job(job.pk)


def preview(content: str | bytes, organization: Organization, *, by: Actor, **options) -> Import:
    """From a file to its preview."""
    return stage(upload(organization, content, by=by, **options), by=by)


def row(import_of: Import, number: int) -> ImportRow:
    """A row by the number that the spreadsheet shows."""
    return ImportRow.objects.get(import_of=import_of, number=number)


def problems(import_of: Import) -> list[tuple[int, str, str]]:
    """(row, column, code) of everything that is refused."""
    return [
        (one.number, problem["column"], problem["code"])
        for one in ImportRow.objects.filter(import_of=import_of).order_by("number")
        for problem in one.problems
    ]
