"""A version as one spreadsheet, in the shape in which it can be imported again."""

from guildhall.competencies.framework_rows import version_spec
from guildhall.competencies.framework_spec import CompetencySpec
from guildhall.competencies.models import FrameworkVersion
from guildhall.competencies.one_sheet import HEADINGS
from guildhall.engine.tables import write_csv


def framework_csv(version: FrameworkVersion) -> bytes:
    """A row for each competency, below the headings that `one_sheet` reads."""
    spec = version_spec(version)
    names = {domain.key: domain.name for domain in spec.domains}
    return write_csv([_line(row, names[row.domain]) for row in spec.competencies], HEADINGS)


def _line(row: CompetencySpec, domain: str) -> list[str | int]:
    return [
        domain,
        row.key,
        row.name,
        row.description,
        "yes" if row.is_critical else "no",
        row.target,
        row.floor,
        row.observations,
        row.people,
        row.fresh_days or 0,
        row.last_count,
        row.valid_days or 0,
        "; ".join(row.first),
        row.guide,
    ]
