"""`guildhall worker`: background work (the embedded engine; run as many as needed)."""

import argparse
from collections.abc import Sequence

from django.core.management import call_command

from guildhall.jobs.booting import need_migrated, start


def run(argv: Sequence[str]) -> int:
    """Work until interrupted; a job in progress is finished first."""
    parser = argparse.ArgumentParser(prog="guildhall worker", description=__doc__)
    parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks")
    options = parser.parse_args(argv)
    start()
    need_migrated()
    call_command(
        "db_worker",
        queue_name="*",
        interval=options.interval,
        startup_delay=False,
        reload=False,
        verbosity=0,
    )
    return 0
