"""`guildhall import`: bring a spreadsheet in, with the checks of the pages."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guildhall.jobs.booting import need_migrated, start

SHOWN = 20


def run(argv: Sequence[str]) -> int:
    """Shows what would change; `--apply` saves it. Refused rows go to a file with the reason."""
    parser = argparse.ArgumentParser(prog="guildhall import", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--organization", required=True, help="its short name")
    parser.add_argument(
        "--kind", choices=["people", "guides", "learners", "pairs"], default="people"
    )
    parser.add_argument("--cohort", type=int, help="number of the cohort, for all but people")
    parser.add_argument("--apply", action="store_true", help="save what is new and changed")
    parser.add_argument("--refused", type=Path, help="where refused rows are written")
    options = parser.parse_args(argv)
    start()
    need_migrated()
    from guildhall.core.errors import GuildhallError  # app ready

    try:
        return _import(options)
    except GuildhallError as error:
        print(f"guildhall: {error.message}", file=sys.stderr)
        for problem in getattr(error, "problems", {}).values():
            print(f"  {problem}", file=sys.stderr)
        return 2


def _import(options: argparse.Namespace) -> int:
    from guildhall.core import clock  # app ready
    from guildhall.flows.actions.imports.mapping import choose_mapping  # app ready
    from guildhall.flows.actions.imports.uploading import (  # app ready
        discard_import,
        start_import,
    )
    from guildhall.flows.queries.imports import job_of  # app ready
    from guildhall.flows.states import ImportState  # app ready
    from guildhall.permissions.actor import SYSTEM  # app ready

    organization, cohort = _places(options)
    row = start_import(
        organization=organization,
        kind=options.kind,
        content=_content(options.file),
        name=options.file.name,
        by=SYSTEM,
        at=clock.now(),
        cohort=cohort,
    )
    choose_mapping(import_of=row, mapping=row.mapping, by=SYSTEM, at=clock.now())
    row.refresh_from_db()
    _work_through(job_of(row), "Reading")
    row.refresh_from_db()
    if row.state != ImportState.PREVIEW:
        print(f"guildhall: {row.error}", file=sys.stderr)
        return 2
    _report(row, options)
    if not options.apply:
        discard_import(import_of=row, by=SYSTEM, at=clock.now())
        print("Nothing was saved. Add --apply to save it.")
        return 0
    return _apply(row)


def _apply(row: Any) -> int:
    from guildhall.core import clock  # app ready
    from guildhall.flows.actions.imports.applying import apply_import  # app ready
    from guildhall.flows.queries.imports import job_of  # app ready
    from guildhall.flows.states import ImportState  # app ready
    from guildhall.permissions.actor import SYSTEM  # app ready

    if row.counts.get("new", 0) + row.counts.get("changed", 0) == 0:
        print("There is nothing new to save.")
        return 0
    apply_import(import_of=row, by=SYSTEM, at=clock.now())
    row.refresh_from_db()
    _work_through(job_of(row), "Saving")
    row.refresh_from_db()
    if row.state != ImportState.APPLIED:
        words = row.error or "somebody changed these people meanwhile. Run it again."
        print(f"guildhall: not saved: {words}", file=sys.stderr)
        return 2
    print("Saved.")
    return 0


def _places(options: argparse.Namespace) -> tuple[Any, Any]:
    from guildhall.core.errors import InvalidInput  # app ready
    from guildhall.directory.models import Organization  # app ready
    from guildhall.programs.models import Cohort  # app ready

    organization = Organization.objects.filter(slug=options.organization).first()
    if organization is None:
        raise InvalidInput(f"No organization is called {options.organization}.")
    cohort = Cohort.objects.filter(pk=options.cohort or 0).first()
    if options.cohort and cohort is None:
        raise InvalidInput(f"There is no cohort number {options.cohort}.")
    return organization, cohort


def _content(path: Path) -> bytes:
    from guildhall.core.errors import InvalidInput  # app ready

    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


def _work_through(job: Any, words: str) -> None:
    """Run the job here and now, and show how far it is."""
    from rich.console import Console  # slow import
    from rich.progress import Progress  # slow import

    from guildhall.work.models import Job  # app ready
    from guildhall.work.registry import HANDLERS  # app ready
    from guildhall.work.running import run_job  # app ready

    if job is None or not job.is_open:
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        step = bar.add_task(words, total=None)
        work = HANDLERS[job.kind]

        def shown(payload: Any, progress: Any) -> Any:
            def tell(done: int, total: int, note: str = "") -> None:
                bar.update(step, completed=done, total=total)
                progress(done, total, note)

            return work(payload, tell)

        HANDLERS[job.kind] = shown
        try:
            while Job.objects.get(pk=job.pk).is_open:
                # Where a worker was quicker, it does the job and this one waits for it.
                if run_job(job.pk) is None:
                    time.sleep(0.5)
        finally:
            HANDLERS[job.kind] = work


def _report(row: Any, options: argparse.Namespace) -> None:
    from guildhall.flows.queries.imports import refused_csv, rows_of  # app ready

    counts = {name: row.counts.get(name, 0) for name in ("new", "changed", "unchanged", "refused")}
    print(", ".join(f"{number} {name}" for name, number in counts.items()) + ".")
    for one in rows_of(row, "refused")[:SHOWN]:
        for problem in one.problems:
            column = f", column {problem['column']}" if problem.get("column") else ""
            print(f"  row {one.number}{column}: {problem['message']}", file=sys.stderr)
    if counts["refused"] and options.refused:
        options.refused.write_bytes(refused_csv(row))
        print(f"Refused rows: {options.refused}")
