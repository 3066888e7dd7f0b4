"""A job is done once, whatever dies on the way."""

from datetime import timedelta

import pytest

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, LeaseLost
from guildhall.work.actions import enqueue, retry
from guildhall.work.models import Job
from guildhall.work.registry import HANDLERS, handler
from guildhall.work.running import BACKOFF, LEASE, due_jobs, run_job
from tests.world import NOW


@pytest.fixture
def kind():
    """A kind of job whose runs are noted; `plan` says what each run does."""
    runs: list[dict] = []
    plan: list = []

    def do(payload, progress):
        runs.append(dict(payload))
        step = plan.pop(0) if plan else None
        if isinstance(step, Exception):
            raise step
        if callable(step):
            return step(progress)
        return {"ran": len(runs)}

    handler("test.kind")(do)
    yield runs, plan
    del HANDLERS["test.kind"]


def put(key: str = "once", **payload) -> Job:
    return enqueue("test.kind", key=key, payload=payload, at=NOW)


@pytest.mark.django_db
def test_the_same_key_makes_one_job(kind):
    assert put(x=1).pk == put(x=2).pk
    assert Job.objects.get().payload == {"x": 1}


@pytest.mark.django_db
def test_a_job_runs_and_keeps_its_result(kind, held_clock):
    job = run_job(put(x=1).pk)
    assert (job.state, job.result, job.tries, job.finished_at) == ("done", {"ran": 1}, 1, NOW)
    assert run_job(job.pk) is None
    assert kind[0] == [{"x": 1}]


@pytest.mark.django_db
def test_an_accident_is_tried_again_later_each_time(kind, held_clock):
    kind[1].extend([OSError("net down"), OSError("net down")])
    job = put()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.run_after, job.error) == (
        "queued",
        NOW + BACKOFF[0],
        "OSError: net down",
    )
    assert run_job(job.pk) is None, "not before its time"
    with clock.moved_to(NOW + BACKOFF[0]):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.run_after == NOW + BACKOFF[0] + BACKOFF[1]
    with clock.moved_to(job.run_after):
        assert run_job(job.pk).state == "done"


@pytest.mark.django_db
def test_an_answer_in_words_is_not_tried_again(kind, held_clock):
    kind[1].append(InvalidInput("Row 3 has no name."))
    job = run_job(put().pk)
    assert (job.state, job.error, job.tries) == ("failed", "Row 3 has no name.", 1)


@pytest.mark.django_db
def test_a_job_fails_after_its_last_try_and_can_be_given_another_round(kind):
    kind[1].extend([OSError("x")] * 5)
    job = put()
    at = NOW
    for _ in range(5):
        with clock.moved_to(at):
            run_job(job.pk)
        at += timedelta(hours=2)
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", 5)
    retry(job, at=at)
    with clock.moved_to(at):
        assert run_job(job.pk).state == "done"


@pytest.mark.django_db
def test_work_of_a_dead_worker_is_taken_back_and_done_once(kind, held_clock):
    """The first worker dies in the middle; a second one finds the lease run out."""
    job = put(x=1)
    Job.objects.filter(pk=job.pk).update(
        state="leased", lease_token="dead", lease_until=NOW + LEASE, tries=1
    )
    assert due_jobs(at=NOW) == []
    later = NOW + LEASE + timedelta(seconds=1)
    assert due_jobs(at=later) == [job.pk]
    with clock.moved_to(later):
        done = run_job(job.pk)
    assert (done.state, done.tries, len(kind[0])) == ("done", 2, 1)


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_cannot_write(kind, held_clock):
    """It wakes up after another one took over: progress and result are both refused."""
    job = put()

    def stolen(progress):
        Job.objects.filter(pk=job.pk).update(lease_token="another")
        with pytest.raises(LeaseLost):
            progress(1, 2)
        return {"wrong": True}

    kind[1].append(stolen)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.lease_token, job.result) == ("leased", "another", {})


@pytest.mark.django_db
def test_progress_is_kept_and_renews_the_lease(kind, held_clock):
    job = put()

    def step(progress):
        with clock.moved_to(NOW + timedelta(minutes=2)):
            progress(3, 10, "rows read")
        row = Job.objects.get(pk=job.pk)
        assert (row.percent, row.progress_note) == (30, "rows read")
        assert row.lease_until == NOW + timedelta(minutes=2) + LEASE
        return

    kind[1].append(step)
    assert run_job(job.pk).state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_committed_job_wakes_a_worker(kind):
    """With the immediate engine of the tests the job is done as soon as it is committed."""
    enqueue("test.kind", key="woken", payload={}, at=clock.now())
    assert Job.objects.get().state == "done"
