"""`guildhall export`: write people or pairs to a spreadsheet."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from guildhall.engine.tables import write_csv
from guildhall.jobs.booting import need_migrated, start


def run(argv: Sequence[str]) -> int:
    """Writes CSV that is safe to open in a spreadsheet."""
    parser = argparse.ArgumentParser(prog="guildhall export", description=__doc__)
    parser.add_argument("what", choices=["people", "pairs"])
    parser.add_argument("--organization", required=True, help="its short name, as in its address")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(argv)
    start()
    need_migrated()
    from guildhall.directory.models import Organization  # app ready

    organization = Organization.objects.filter(slug=options.organization).first()
    if organization is None:
        print(f"guildhall: no organization is called {options.organization}.", file=sys.stderr)
        return 2
    headings, rows = (_people if options.what == "people" else _pairs)(organization.pk)
    options.output.write_bytes(write_csv(rows, headings))
    print(f"Wrote {options.output}.")
    return 0


Rows = Iterable[Sequence[str]]


def _people(organization_id: int) -> tuple[list[str], Rows]:
    from guildhall.directory.models import Membership  # app ready

    members = Membership.objects.filter(organization_id=organization_id, ended_at=None)
    members = members.select_related("person", "unit", "manager").order_by("pk")
    headings = ["first name", "last name", "e-mail", "staff number", "job title", "unit", "manager"]
    return headings, (
        (
            row.person.given_name,
            row.person.family_name,
            row.person.email,
            row.external_id,
            row.job_title,
            row.unit.name if row.unit else "",
            row.manager.email if row.manager else "",
        )
        for row in members.iterator(chunk_size=2000)
    )


def _pairs(organization_id: int) -> tuple[list[str], Rows]:
    from guildhall.relationships.models import Relationship  # app ready

    rows = Relationship.objects.filter(organization_id=organization_id).order_by("pk")
    rows = rows.select_related("program", "cohort").prefetch_related("parties__person")
    headings = ["program", "cohort", "guides", "learners", "state", "since"]
    return headings, (
        (
            row.program.name if row.program else "",
            row.cohort.name if row.cohort else "",
            "; ".join(p.person.email for p in row.parties.all() if p.side == "guide"),
            "; ".join(p.person.email for p in row.parties.all() if p.side == "learner"),
            row.state,
            row.opened_at.date().isoformat() if row.opened_at else "",
        )
        for row in rows.iterator(chunk_size=2000)
    )
