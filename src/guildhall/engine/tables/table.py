"""A spreadsheet once it is read: headings, rows, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a spreadsheet may hold before it is refused.

    `unpacked_bytes` and `unpack_ratio` protect against workbooks that are small on disk and
    enormous in memory; the ratio counts only for parts larger than 10 MB.
    """

    file_bytes: int = 50 * MEGABYTE
    rows: int = 200_000
    columns: int = 150
    cell_characters: int = 20_000
    unpacked_bytes: int = 500 * MEGABYTE
    unpack_ratio: int = 250


STANDARD_LIMITS = Limits()


class Cells(Mapping[str, str]):
    """The cells of one row by heading; a missing cell is an empty text.

    All rows of a table share one index of headings, so that 100,000 rows stay small.
    """

    __slots__ = ("_index", "_values")

    def __init__(self, index: Mapping[str, int], values: Sequence[str]) -> None:
        self._index = index
        self._values = values

    def __getitem__(self, heading: str) -> str:
        return self._values[self._index[heading]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it; `number` is the row number that the spreadsheet shows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A whole spreadsheet in memory.

    `kind` is "csv" or "xlsx". `encoding` and `delimiter` say how a CSV file was understood,
    `sheet` which sheet of a workbook was read; `notes` are sentences for the person.
    """

    name: str
    kind: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
