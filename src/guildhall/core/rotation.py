"""Sealing everything again with the newest key, while people write.

Add a key in front of GUILDHALL_FIELD_KEYS, restart, run `guildhall rotate-keys`, then take the old
key away. Each value is replaced only where it is still the one that was read (compare and set), so
whoever writes meanwhile wins; what they wrote is sealed with the newest key already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Model

from guildhall.core.encrypted import EncryptedTextField, decrypt, encrypt, is_newest

STEP = 500


@dataclass(frozen=True)
class Column:
    """One sealed column of the database."""

    table: str
    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


def sealed_columns() -> list[Column]:
    """Every column that holds ciphertext, in all rooms."""
    return [
        Column(model._meta.db_table, _key(model), str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def rotate(column: Column, *, told: Callable[[int], None] = lambda n: None) -> int:
    """Seal one column again; how many values changed. `told` hears how many rows were looked at.

    Raises GuildhallError where a value's key is missing; what was done before stays done.
    """
    changed = 0
    for rows in _steps(column):
        for pk, token in rows:
            if not is_newest(token.encode()):
                changed += _replace(column, pk, token, encrypt(decrypt(token)))
        told(len(rows))
    return changed


def _steps(column: Column) -> Iterator[list[tuple[int, str]]]:
    quote = connection.ops.quote_name
    table, key, name = quote(column.table), quote(column.key), quote(column.name)
    query = (
        f"SELECT {key}, {name} FROM {table} WHERE {key} > %s AND {name} <> ''"  # noqa: S608
        f" ORDER BY {key} LIMIT {STEP}"
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last])
            rows = [(int(pk), str(token)) for pk, token in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _replace(column: Column, pk: int, old: str, new: str) -> int:
    quote = connection.ops.quote_name
    table, key, name = quote(column.table), quote(column.key), quote(column.name)
    query = f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [new, pk, old])
        return int(cursor.rowcount)


def _key(model: type[Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)
