"""One table: jobs."""

from django.db import models

from guildhall.work.states import JobState


class Job(models.Model):
    """One piece of work, done once. `key` is its idempotency key."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=150, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField(default=5)
    lease_token = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        """Whether it still has something to do."""
        return self.state in (JobState.QUEUED, JobState.LEASED)

    @property
    def percent(self) -> int:
        """Progress of a hundred; 0 while the total is unknown."""
        return (
            min(100, 100 * self.progress_done // self.progress_total) if self.progress_total else 0
        )
