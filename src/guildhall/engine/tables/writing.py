"""Spreadsheets going out: CSV that opens in Excel and runs nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from .errors import Problem
from .formulas import guarded
from .table import Row

Cell = str | int | float | dt.date | dt.time | None
NEEDS_QUOTES = frozenset(',;\t|"\r\n')
REFUSED_HEADINGS = ("Refused: row", "Refused: column", "Refused: reason")


class _Readable(Protocol):
    @property
    def headings(self) -> tuple[str, ...]: ...

    def __iter__(self) -> Iterator[Row]: ...


def write_csv(rows: Iterable[Sequence[Cell]], headings: Sequence[str]) -> bytes:
    """Rows as a CSV file: UTF-8 with a byte-order mark, commas, CRLF, as Excel reads it best.

    A text that starts like a formula gets an apostrophe before it, which `read_table` takes off
    again, so that every text comes back as it was (without spaces around it). NUL characters are
    left out, since no spreadsheet can hold them. Raises `ValueError` for a row that is not as
    wide as the headings.

    >>> write_csv([["=1+1", 3]], ["name", "places"]).decode("utf-8-sig")
    "name,places\\r\\n'=1+1,3\\r\\n"
    """
    lines = [_line(headings)]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(headings):
            raise ValueError(f"row {number} has {len(row)} cells for {len(headings)} headings")
        lines.append(_line(row))
    return "".join(lines).encode("utf-8-sig")


def refused_rows_csv(table: _Readable, problems: Iterable[Problem]) -> bytes:
    """The refused rows as a CSV file to correct and import again; it reads `table` once.

    Each row with a problem comes once, as it was, after three columns: its row number, the
    columns to look at, and what to do. Problems of the whole file come first, without cells.
    """
    by_row: dict[int | None, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    headings = [heading for heading in table.headings if heading not in REFUSED_HEADINGS]
    lines: list[list[Cell]] = []
    if None in by_row:
        lines.append([*_reasons(None, by_row[None]), *[""] * len(headings)])
    lines.extend(
        [*_reasons(row.number, by_row[row.number]), *[row.cells[heading] for heading in headings]]
        for row in table
        if row.number in by_row
    )
    return write_csv(lines, [*REFUSED_HEADINGS, *headings])


def _reasons(row: int | None, problems: list[Problem]) -> tuple[Cell, Cell, Cell]:
    columns = dict.fromkeys(problem.column for problem in problems if problem.column)
    if len(problems) == 1:
        return row, "; ".join(columns), problems[0].message
    reasons = [f"{p.column}: {p.message}" if p.column else p.message for p in problems]
    return row, "; ".join(columns), "\n".join(reasons)


def _line(cells: Iterable[Cell]) -> str:
    return ",".join(_written(cell) for cell in cells) + "\r\n"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    text = guarded(cell.replace("\0", ""))
    # whichever delimiter a program expects, a cell that holds it stays one cell
    if NEEDS_QUOTES.intersection(text):
        return '"' + text.replace('"', '""') + '"'
    return text
