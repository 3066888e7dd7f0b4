"""`guildhall scheduler`: timed work; one process is enough, two do no harm."""

import argparse
import time
from collections.abc import Sequence

import structlog
from django.db import close_old_connections
from django.db.utils import OperationalError

from guildhall.core import clock
from guildhall.jobs.booting import need_migrated, start

log = structlog.get_logger("guildhall.scheduler")


def run(argv: Sequence[str]) -> int:
    """Tick until interrupted."""
    parser = argparse.ArgumentParser(prog="guildhall scheduler", description=__doc__)
    parser.add_argument("--interval", type=float, default=10.0, help="seconds between ticks")
    options = parser.parse_args(argv)
    start()
    need_migrated()
    from guildhall.jobs import schedule  # app ready

    while True:
        close_old_connections()
        try:
            schedule.tick(at=clock.now())
        except OperationalError as error:
            log.warning("the database is busy or away; trying again", error=str(error))
        time.sleep(options.interval)
