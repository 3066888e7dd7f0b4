"""The index by which SQLite finds people by a part of their name.

A full-text table of three-letter pieces beside the table of people, kept by triggers, so that
every way of writing a person fills it. It is made after each migration: a migration that rebuilds
the table of people drops its triggers, and the index is then filled anew. PostgreSQL reads the
hundred thousand rows of a large house in parallel and has none.
"""

from typing import Any

from django.db import connections

from guildhall.directory.queries.names import NAME_INDEX

PEOPLE = "directory_person"
COLUMNS = ("given_name", "family_name", "email")


def keep_name_index(*, using: str, **_: Any) -> None:
    """Make index and triggers where one of them is missing. Called after each migration."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    triggers = _triggers()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        present = {row[0] for row in cursor.fetchall()}
        if PEOPLE not in present or present >= {NAME_INDEX, *triggers}:
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {NAME_INDEX} USING fts5({', '.join(COLUMNS)},"
            f" content='{PEOPLE}', content_rowid='id', tokenize='trigram')"
        )
        for statement in triggers.values():
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {NAME_INDEX}({NAME_INDEX}) VALUES ('rebuild')")  # noqa: S608


def _triggers() -> dict[str, str]:
    names = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("old", "new"))
    into = f"INSERT INTO {NAME_INDEX}"
    put = f"{into}(rowid, {names}) VALUES (new.id, {new});"
    take = f"{into}({NAME_INDEX}, rowid, {names}) VALUES ('delete', old.id, {old});"
    parts = {
        "put": ("INSERT", put),
        "taken": ("DELETE", take),
        "changed": (f"UPDATE OF id, {names}", f"{take} {put}"),
    }
    return {
        f"{NAME_INDEX}_{name}": f"CREATE TRIGGER IF NOT EXISTS {NAME_INDEX}_{name}"
        f" AFTER {event} ON {PEOPLE} BEGIN {body} END"
        for name, (event, body) in parts.items()
    }
