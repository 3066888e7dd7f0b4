"""Starting Django for a command, with a clear word when the settings do not hold."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError


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
    """Create or update the tables, gather static files, load the vocabulary."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
