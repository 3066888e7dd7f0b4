"""The day of a moment where a program's house is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from guildhall.programs.models import Program


def day_of(program: Program, at: datetime) -> date:
    """On the house's own clock."""
    return at.astimezone(ZoneInfo(program.organization.time_zone)).date()
