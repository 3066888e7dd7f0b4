"""What runs by the clock. Each entry makes at most one job for each slot of its interval."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from guildhall.audit.actions import seal_events
from guildhall.core import clock
from guildhall.notify.actions.delivery import deliver_due
from guildhall.relationships.actions.offers import lapse_offers, remind_of_offers
from guildhall.work.actions import enqueue
from guildhall.work.registry import HANDLERS, Payload, Progress, handler
from guildhall.work.running import due_jobs
from guildhall.work.wake import wake


@dataclass(frozen=True)
class Timed:
    """A kind of job and how often it is due."""

    kind: str
    every: timedelta


SCHEDULE: list[Timed] = []


def timed(kind: str, every: timedelta, do: Callable[[datetime], Any]) -> None:
    """Put a function on the schedule; it gets the moment and must be safe to repeat."""

    def run(payload: Payload, progress: Progress) -> dict[str, Any]:
        return {"outcome": str(do(clock.now()))}

    if kind not in HANDLERS:
        handler(kind)(run)
        SCHEDULE.append(Timed(kind, every))


def tick(*, at: datetime) -> int:
    """One turn of the scheduler: make what is due, wake what waits or was abandoned."""
    for entry in SCHEDULE:
        slot = int(at.timestamp() // entry.every.total_seconds())
        enqueue(entry.kind, key=f"{entry.kind}:{slot}", payload={}, at=at)
    waiting = due_jobs(at=at - timedelta(seconds=5))
    for job_id in waiting:
        wake(job_id)
    return len(waiting)


timed("audit.seal", timedelta(minutes=1), lambda at: seal_events(at=at))
timed("notify.sweep", timedelta(minutes=1), lambda at: deliver_due(at=at))
timed("relationships.lapse", timedelta(minutes=10), lambda at: lapse_offers(at=at))
timed("relationships.remind", timedelta(hours=1), lambda at: remind_of_offers(at=at))
