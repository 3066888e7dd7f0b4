"""Background work of meetings."""

from typing import Any

from guildhall.core import clock
from guildhall.meetings.actions.calendars import READ, read_calendar
from guildhall.meetings.models import CalendarSource
from guildhall.work.registry import Payload, Progress, handler


@handler(READ)
def read_one_calendar(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Read one person's calendar again; one that is disconnected meanwhile is left alone."""
    source = CalendarSource.objects.select_related("person").filter(pk=payload["source"]).first()
    if source is None:
        return {"outcome": "gone"}
    read = read_calendar(source=source, at=clock.now())
    return {"outcome": "failed" if read.problem else "read"}
