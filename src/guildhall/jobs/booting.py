"""Starting Django for a command, with a clear word when the settings do not hold."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

# Settings come from the environment, which a child inherits.
GATHER = "from guildhall.jobs.booting import gather_static, start; start(); gather_static()"


def start() -> None:
    """Load settings and rooms, or end with exit code 2 and the reason."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"guildhall: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def is_migrated() -> bool:
    """Whether the database has every table that this version needs."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        print(f"guildhall: the database cannot be reached: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def need_migrated() -> None:
    """End with exit code 2 unless the tables are there."""
    if not is_migrated():
        print(
            "guildhall: the database is not prepared. Run `guildhall setup` first.",
            file=sys.stderr,
        )
        raise SystemExit(2)


def prepare() -> None:
    """Create or update the tables and gather static files."""
    call_command("migrate", verbosity=0)
    gather_static()


def gather_static() -> None:
    """Put what browsers load where the web server finds it."""
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def static_on_the_side() -> Iterator[None]:
    """Gather static files in a process of its own meanwhile; both are done at the end."""
    gathering = subprocess.Popen([sys.executable, "-c", GATHER])
    try:
        yield
    finally:
        code = gathering.wait()
    if code:
        raise SystemExit(code)


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def lay_tables() -> None:
    """Make all tables of an empty database from the models at once.

    The same tables as by all migrations one after the other, in a tenth of their time
    (`tests/jobs/test_booting.py` holds both against the models). The migrations are recorded as
    run, so that the next version finds its place.
    """
    kept = settings.MIGRATION_MODULES
    # What `migrate` reads to know which rooms have none.
    settings.MIGRATION_MODULES = {room.label: None for room in apps.get_app_configs()}
    try:
        call_command("migrate", run_syncdb=True, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = kept
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationExecutor(connection).loader.graph.nodes:
        recorder.record_applied(app, name)
