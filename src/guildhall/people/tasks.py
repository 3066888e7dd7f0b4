"""Background work of people."""

from typing import Any

from guildhall.core import clock
from guildhall.people.actions.rosters import READ, read_roster
from guildhall.people.models import Roster
from guildhall.work.registry import Payload, Progress, handler


@handler(READ)
def read_one_roster(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Read one person's roster again; one that is disconnected meanwhile is left alone."""
    rows = Roster.objects.select_related("person", "organization")
    roster = rows.filter(pk=payload["roster"]).first()
    if roster is None:
        return {"outcome": "gone"}
    read = read_roster(roster=roster, at=clock.now())
    return {"outcome": "failed" if read.problem else "read"}
