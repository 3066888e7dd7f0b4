"""A worker process is killed in the middle of a job; another one finishes it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from guildhall.core import clock
from guildhall.work.models import Job
from guildhall.work.registry import HANDLERS, handler
from guildhall.work.running import LEASE, due_jobs, run_job

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import sys, time, django
django.setup()
from guildhall.work.registry import handler
from guildhall.work.running import run_job

@handler("test.slow")
def slow(payload, progress):
    progress(1, 2, "half way")
    print("half way", flush=True)
    time.sleep(60)

run_job(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_a_job_that_another_finishes():
    at = clock.now()
    job = Job.objects.create(kind="test.slow", key="slow", payload={}, created_at=at, run_after=at)
    settings = connection.settings_dict
    scheme = "postgres" if connection.vendor == "postgresql" else "sqlite"
    address = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:"
        f"{settings['PORT']}/{settings['NAME']}"
        if scheme == "postgres"
        else f"sqlite:///{settings['NAME']}"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "guildhall.config.settings",
            "GUILDHALL_DATABASE_URL": address,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout.readline() == "half way\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    job.refresh_from_db()
    assert (job.state, job.progress_note) == ("leased", "half way")

    later = clock.now() + LEASE + timedelta(seconds=5)
    runs = []
    handler("test.slow")(lambda payload, progress: runs.append(1))
    try:
        with clock.moved_to(later):
            assert due_jobs(at=later) == [job.pk]
            done = run_job(job.pk)
    finally:
        del HANDLERS["test.slow"]
    assert (done.state, done.tries, runs) == ("done", 2, [1])
