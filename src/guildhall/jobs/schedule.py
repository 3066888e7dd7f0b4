"""What runs by the clock. Each entry makes at most one job for each slot of its interval."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from guildhall.accounts.actions import forget_expired_counts
from guildhall.agreements.actions.reviews import remind_of_reviews, repeat_expectations
from guildhall.assessment.actions.lapses import warn_of_lapses
from guildhall.assessment.actions.rounds import open_due_rounds
from guildhall.assessment.actions.summaries import follow_terms
from guildhall.audit.actions import seal_events
from guildhall.concerns.actions.clock import keep_clocks
from guildhall.core import clock
from guildhall.instruction.actions.covering import end_covers
from guildhall.meetings.actions.calendars import read_due_calendars
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.actions.rhythms import book_rhythms
from guildhall.mentoring.actions.endings import remind_of_endings
from guildhall.mentoring.actions.fit import ask_fit
from guildhall.mentoring.actions.hours import keep_slots
from guildhall.mentoring.actions.overdue import ask_overdue, close_silent
from guildhall.mentoring.actions.renewals import ask_renewals, let_sleep
from guildhall.mentoring.actions.request_clock import keep_requests_moving
from guildhall.mentoring.actions.talks import finish_talks
from guildhall.notify.actions.delivery import deliver_due
from guildhall.people.actions.rosters import read_due_rosters
from guildhall.preceptorship.actions.schedule_clock import keep_schedule
from guildhall.preceptorship.actions.standing_clock import keep_standings
from guildhall.relationships.actions.offers import lapse_offers, remind_of_offers
from guildhall.safety.actions.reporting import remind_unseen
from guildhall.standards.actions.daily import keep_snapshots
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
timed("agreements.review", timedelta(hours=1), lambda at: remind_of_reviews(at=at))
timed("agreements.repeat", timedelta(hours=6), lambda at: repeat_expectations(at=at))
timed("meetings.ask", timedelta(minutes=10), lambda at: ask_whether_met(at=at))
timed("meetings.calendars", timedelta(minutes=30), lambda at: read_due_calendars(at=at))
timed("meetings.rhythms", timedelta(hours=6), lambda at: book_rhythms(at=at))
timed("mentoring.requests", timedelta(hours=1), lambda at: keep_requests_moving(at=at))
timed("safety.remind", timedelta(minutes=10), lambda at: remind_unseen(at=at))
timed("mentoring.slots", timedelta(hours=6), lambda at: keep_slots(at=at))
timed("mentoring.talks", timedelta(minutes=10), lambda at: finish_talks(at=at))
timed("mentoring.endings", timedelta(hours=6), lambda at: remind_of_endings(at=at))
timed("mentoring.overdue", timedelta(hours=6), lambda at: ask_overdue(at=at))
timed("mentoring.silent", timedelta(hours=6), lambda at: close_silent(at=at))
timed("mentoring.fit", timedelta(hours=6), lambda at: ask_fit(at=at))
timed("mentoring.renewals", timedelta(hours=6), lambda at: ask_renewals(at=at))
timed("mentoring.sleep", timedelta(hours=6), lambda at: let_sleep(at=at))
timed("assessment.lapses", timedelta(hours=6), lambda at: warn_of_lapses(at=at))
timed("assessment.ratings", timedelta(hours=6), lambda at: open_due_rounds(at=at))
timed("assessment.summaries", timedelta(hours=1), lambda _at: follow_terms())
timed("people.rosters", timedelta(hours=1), lambda at: read_due_rosters(at=at))
timed("instruction.cover", timedelta(minutes=10), lambda at: end_covers(at=at))
timed("preceptorship.schedule", timedelta(hours=1), lambda at: keep_schedule(at=at))
timed("concerns.clock", timedelta(hours=1), lambda at: keep_clocks(at=at))
timed("preceptorship.standings", timedelta(hours=6), lambda at: keep_standings(at=at))
timed("standards.measure", timedelta(hours=6), lambda at: keep_snapshots(at=at))
timed("accounts.forget_counts", timedelta(hours=1), lambda at: forget_expired_counts(at=at))
