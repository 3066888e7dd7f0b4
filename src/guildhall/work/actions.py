"""Putting work into the queue."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guildhall.work.models import Job
from guildhall.work.states import JobState
from guildhall.work.wake import wake


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    at: datetime,
    run_after: datetime | None = None,
    person_id: int | None = None,
) -> Job:
    """Store a job, and wake a worker once the transaction has committed.

    The same key never makes a second job: the first one is returned as it stands.
    """
    job, is_new = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload,
            "created_at": at,
            "run_after": run_after or at,
            "person_id": person_id,
        },
    )
    if is_new and (run_after is None or run_after <= at):
        transaction.on_commit(lambda: wake(job.pk))
    return job


def retry(job: Job, *, at: datetime) -> Job:
    """Give a failed job another round of tries. Refuses nothing: an open job stays as it is."""
    changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, tries=0, run_after=at, error="", finished_at=None
    )
    if changed:
        transaction.on_commit(lambda: wake(job.pk))
    job.refresh_from_db()
    return job
