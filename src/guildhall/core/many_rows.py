"""Writing very many rows at once, in the order of a hundred thousand in seconds.

`bulk_create` builds an object and a long statement for each few rows; here the values go to the
database as they are: prepared once on SQLite, by COPY on PostgreSQL. Ids are drawn beforehand, so
that rows can point to each other without being read back. Use it where the number of rows is
that of a file; anywhere else `bulk_create` is the plainer way.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK = 1000
Convert = Callable[[Any], Any]


def draw_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for rows to come. Call inside the transaction that writes them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return list(range(first, first + count))


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert rows of values in the order of the field names; returns how many.

    Values are prepared as the fields prepare them. Django's defaults do not apply: name every
    field that may not be empty.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(_quoted(field.column) for field in fields)
    table = _quoted(model._meta.db_table)
    prepared = _prepared(rows, fields)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for values in prepared:
                    copy.write_row(values)
                    count += 1
            return count
        marks = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (names of fields)
        for chunk in _chunks(prepared, CHUNK):
            cursor.executemany(statement, chunk)
            count += len(chunk)
    return count


def update_rows(model: type[models.Model], changes: Iterable[tuple[int, Mapping[str, Any]]]) -> int:
    """Update rows by id, each with its own values; one prepared statement a set of fields."""
    by_names: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for pk, values in changes:
        if values:
            by_names.setdefault(tuple(sorted(values)), []).append((pk, values))
    table = _quoted(model._meta.db_table)
    count = 0
    for names, updates in by_names.items():
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        assignments = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
        statement = f"UPDATE {table} SET {assignments} WHERE id = %s"  # noqa: S608 (names of fields)
        rows = ([*(values[name] for name in names), pk] for pk, values in updates)
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(_prepared(rows, [*fields, model._meta.pk])))
        count += len(updates)
    return count


def _prepared(rows: Iterable[Sequence[Any]], fields: Sequence[Any]) -> Iterator[list[Any]]:
    """Values as the database takes them."""
    converters = [_converter(field) for field in fields]
    for row in rows:
        yield [
            value if convert is None or value is None else convert(value)
            for value, convert in zip(row, converters, strict=True)
        ]


def _converter(field: Any) -> Convert | None:
    """None for what is taken as it is: texts, numbers, yes and no, and keys."""
    if isinstance(field, models.CharField | models.IntegerField | models.ForeignKey):
        return None
    if isinstance(field, models.BooleanField) or type(field) is models.TextField:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps
    return _remembering(lambda value: field.get_db_prep_save(value, connection=connection))


def _remembering(convert: Convert) -> Convert:
    """A file's rows share their moment: it is converted once."""
    last: list[Any] = [object(), None]

    def converted(value: Any) -> Any:
        if value is not last[0]:
            last[:] = [value, convert(value)]
        return last[1]

    return converted


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _chunks(rows: Iterator[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    while chunk := list(islice(rows, size)):
        yield chunk
