"""Spreadsheets for the tests: workbooks and archives as bytes, and what their reading answers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from guildhall.engine.tables import Limits, Table, TableError, read_table


def saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def workbook(*rows: Sequence[object], change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook of one sheet with these rows, after `change` was made to the sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def archive(parts: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    parts[name] = change(parts[name])
    return archive(parts)


def delimited(rows: Sequence[Sequence[str]], *, delimiter: str, line_end: str) -> str:
    """Rows as CSV text; cells that hold any usual delimiter are quoted, as exports do it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    return text.getvalue()


def answer(content: bytes, *, name: str = "people.csv", limits: Limits | None = None) -> str:
    """The whole message with which the reading of this file is refused."""
    with pytest.raises(TableError) as caught:
        read_table(content, name=name, limits=limits or Limits())
    return str(caught.value)


def contents(table: Table) -> list[list[str]]:
    """Headings and cells of a table as plain lists."""
    return [list(table.headings), *([*row.cells.values()] for row in table)]
