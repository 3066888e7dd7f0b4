"""Running a job under a lease, and taking back what a dead worker left."""

import traceback
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import models, transaction

from guildhall.core import clock
from guildhall.core.errors import GuildhallError, LeaseLost
from guildhall.core.tokens import new_token
from guildhall.work.models import Job
from guildhall.work.registry import HANDLERS
from guildhall.work.states import JobState

LEASE = timedelta(minutes=5)
BACKOFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))
log = structlog.get_logger("guildhall.work")


def run_job(job_id: int) -> Job | None:
    """Claim a due job, run its handler, keep the outcome. None where there was nothing to do."""
    job = _claim(job_id, at=clock.now())
    if job is None:
        return None
    try:
        result = HANDLERS[job.kind](job.payload, _Progress(job))
        _finish(job, result or {})
    except LeaseLost:
        log.warning("lease lost", job=job.pk, kind=job.kind)
    except Exception as error:
        _put_back(job, error)
    job.refresh_from_db()
    return job


def due_jobs(*, at: datetime) -> list[int]:
    """Jobs that wait and are due, and those whose worker let the lease run out."""
    is_due = models.Q(state=JobState.QUEUED, run_after__lte=at)
    is_abandoned = models.Q(state=JobState.LEASED, lease_until__lte=at)
    return list(
        Job.objects.filter(is_due | is_abandoned).order_by("run_after").values_list("pk", flat=True)
    )


def _claim(job_id: int, *, at: datetime) -> Job | None:
    """One conditional update: of two workers only one gets the row."""
    token = new_token()
    is_due = models.Q(state=JobState.QUEUED, run_after__lte=at)
    is_abandoned = models.Q(state=JobState.LEASED, lease_until__lte=at)
    claimed = Job.objects.filter(is_due | is_abandoned, pk=job_id).update(
        state=JobState.LEASED,
        lease_token=token,
        lease_until=at + LEASE,
        tries=models.F("tries") + 1,
    )
    if not claimed:
        return None
    job = Job.objects.get(pk=job_id)
    if job.tries > job.max_tries:
        _fail(job, "Its worker died again and again.", at=at)
        return None
    return job


class _Progress:
    """Writes progress outside the handler's own transaction where possible; renews the lease."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, done: int, total: int, note: str = "") -> None:
        at = clock.now()
        kept = Job.objects.filter(pk=self.job.pk, lease_token=self.job.lease_token).update(
            progress_done=done,
            progress_total=total,
            progress_note=note[:200],
            lease_until=at + LEASE,
        )
        if not kept:
            raise LeaseLost("Another worker has taken this job over.")


def _finish(job: Job, result: dict[str, Any]) -> None:
    kept = Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        state=JobState.DONE,
        result=result,
        error="",
        finished_at=clock.now(),
        lease_token="",
        lease_until=None,
    )
    if not kept:
        raise LeaseLost("Another worker has taken this job over.")


def _put_back(job: Job, error: Exception) -> None:
    """Back into the queue with a growing pause, or failed after the last try.

    An error of the tree is an answer, not an accident: trying again would not change it.
    """
    at = clock.now()
    is_answer = isinstance(error, GuildhallError)
    words = (
        error.message if isinstance(error, GuildhallError) else f"{type(error).__name__}: {error}"
    )
    if not is_answer:
        log.error("job failed", job=job.pk, kind=job.kind, trace=traceback.format_exc())
    if is_answer or job.tries >= job.max_tries:
        _fail(job, words, at=at)
        return
    pause = BACKOFF[min(job.tries - 1, len(BACKOFF) - 1)]
    Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        state=JobState.QUEUED, run_after=at + pause, error=words, lease_token="", lease_until=None
    )


def _fail(job: Job, words: str, *, at: datetime) -> None:
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
            state=JobState.FAILED, error=words, finished_at=at, lease_token="", lease_until=None
        )
