"""What can be chosen when a concern is raised."""

from guildhall.competencies.models import Competency
from guildhall.competencies.queries.frameworks import newest_version
from guildhall.relationships.models import Relationship


def competencies_of(row: Relationship) -> list[Competency]:
    """The competencies of the program's framework, in its newest version; none without one."""
    framework = row.program.framework if row.program else None
    version = newest_version(framework) if framework else None
    return list(version.competencies.order_by("position")) if version else []
