"""The call site that any task engine serves: it only says which job is to be looked at."""

from django_tasks import task

from guildhall.work.running import run_job


@task()
def look_at(job_id: int) -> None:
    """Run the job if it is still due; a worker calls this."""
    run_job(job_id)


def wake(job_id: int) -> None:
    """Ask the engine to look at a job soon."""
    look_at.enqueue(job_id)
