"""Background work: job rows with lease, idempotency key, tries and progress.

The row owns the work; a task engine only wakes it. So a job survives any engine and any death:
whoever finds a job whose lease has run out takes it back, and what the dead worker still holds
can no longer be written.

Doors: `enqueue` (actions), `handler` (registry), `run_job` and `take_back` (running).
Does not own what a job does; rooms register handlers by kind in their `tasks.py`.
"""
