"""Who teaches whom, and what there is to learn."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.competencies.models import Competency
from guildhall.competencies.queries.frameworks import newest_version
from guildhall.core.dates import time_of_day
from guildhall.core.errors import WrongState
from guildhall.directory.models import Person
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship


def learner_of(row: Relationship) -> Person:
    """The one learner of the pair; refuses where there are several, or none any more."""
    found = _on(row, Side.LEARNER)
    if len(found) != 1:
        raise WrongState(_("This is between one learner and those who guide them."))
    return found[0]


def guides_of(row: Relationship) -> list[Person]:
    """Whoever guides now."""
    return _on(row, Side.GUIDE)


def competencies_of(row: Relationship) -> list[Competency]:
    """What the program's framework holds in its newest version, by domain; none without one."""
    framework = row.program.framework if row.program else None
    version = newest_version(framework) if framework else None
    if version is None:
        return []
    rows = version.competencies.select_related("domain")
    return list(rows.order_by("domain__position", "position", "pk"))


def competency_of(row: Relationship, key: str) -> Competency | None:
    """One of them by its key."""
    return next((one for one in competencies_of(row) if one.key == key), None)


def local_day(row: Relationship, at: datetime) -> date:
    """The day where the organization of the pair is."""
    return at.astimezone(ZoneInfo(row.organization.time_zone)).date()


def local_time(row: Relationship, at: datetime) -> str:
    """“7:30 pm”, on the clock of the pair's organization."""
    return time_of_day(at.astimezone(ZoneInfo(row.organization.time_zone)))


def _on(row: Relationship, side: Side) -> list[Person]:
    parties = row.parties.filter(side=side, left_at__isnull=True).select_related("person")
    return [party.person for party in parties]
