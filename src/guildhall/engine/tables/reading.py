"""Reading a spreadsheet: whole (`read_table`) or row by row in flat memory (`open_table`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from openpyxl.utils import get_column_letter

from .delimited import DelimitedRecords
from .errors import TableError, quoted
from .formulas import without_guard
from .headings import checked_headings
from .sources import Source, is_workbook, opened
from .table import STANDARD_LIMITS, Cells, Limits, Row, Table
from .workbooks import WorkbookRecords

ROWS_PER_REPORT = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: rows so far, and the share of the file, from 0 to 1."""

    rows: int
    fraction: float


class TableStream:
    """A spreadsheet that is read row by row; made by `open_table`, used once, in a `with`.

    `headings`, `kind`, `encoding`, `delimiter`, `sheet` and `notes` are known before the first
    row; `progress` may be asked at any moment while the rows are taken.
    """

    def __init__(self, source: Source, *, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        self._open = ExitStack()
        file = self._open.enter_context(opened(source, name=name, limits=limits))
        try:
            self._records: DelimitedRecords | WorkbookRecords
            if is_workbook(file, name=name, limits=limits):
                self._records = WorkbookRecords(file, name=name, limits=limits)
            else:
                self._records = DelimitedRecords(file, name=name, limits=limits)
            self._iterator = self._open.enter_context(closing(iter(self._records)))
            self._heading_row, cells = self._first_record()
            self._columns = checked_headings(
                [without_guard(cell) for cell in cells],
                row=self._heading_row,
                name=name,
                limits=limits,
            )
        except BaseException:
            self.close()
            raise
        self._index = {heading: place for place, heading in enumerate(self._columns) if heading}
        self.headings = tuple(self._index)
        self._rows_read = 0

    def _first_record(self) -> tuple[int, list[str]]:
        for number, cells in self._iterator:
            if any(cell.strip() for cell in cells):
                return number, cells
        raise TableError(
            "The file is empty. Give a spreadsheet with headings and rows.", file=self.name
        )

    @property
    def kind(self) -> str:
        return self._records.kind

    @property
    def encoding(self) -> str | None:
        return self._records.encoding

    @property
    def delimiter(self) -> str | None:
        return self._records.delimiter

    @property
    def sheet(self) -> str | None:
        return self._records.sheet

    @property
    def notes(self) -> tuple[str, ...]:
        return self._records.notes

    @property
    def progress(self) -> Progress:
        return Progress(rows=self._rows_read, fraction=self._records.fraction)

    def __iter__(self) -> Iterator[Row]:
        for number, record in self._iterator:
            values = [cell.strip() for cell in record]
            while values and not values[-1]:
                values.pop()
            if not values:
                continue
            self._rows_read += 1
            if self._rows_read > self._limits.rows:
                raise self._error(
                    f"There are more than {self._limits.rows:,} rows. Divide the file into "
                    "several files.",
                    row=number,
                )
            self._check_width(values, row=number)
            yield Row(number, Cells(self._index, self._checked(values, row=number)))
        if not self._rows_read:
            raise self._error(
                "There are headings and no rows below them. Add the rows.", row=self._heading_row
            )

    def _check_width(self, values: list[str], *, row: int) -> None:
        width = len(self._columns)
        if len(values) > width:
            advice = (
                "An unquoted delimiter inside a cell is the usual cause: put that cell in "
                "quotation marks."
                if self.kind == "csv"
                else f"Type a heading in {get_column_letter(width + 1)}{self._heading_row}, or "
                "clear that column."
            )
            if width == 1:
                advice = f"If row {self._heading_row} is a title, delete it. {advice}"
            headings = "1 heading" if width == 1 else f"{width} headings"
            raise self._error(
                f"The row has {len(values)} cells for {headings}. {advice}{self._merge_hint()}",
                row=row,
            )

    def _checked(self, values: list[str], *, row: int) -> list[str]:
        """The cells as wide as the headings; each short enough and below a heading."""
        for place, value in enumerate(values):
            if not value:
                continue
            if not self._columns[place]:
                letter = get_column_letter(place + 1)
                raise self._error(
                    f"The cell holds {quoted(value)}, but its column has no heading. Type one in "
                    f"{letter}{self._heading_row}, or clear the column.{self._merge_hint()}",
                    row=row,
                    column=letter,
                )
            if len(value) > self._limits.cell_characters:
                raise self._error(
                    f"The cell has {len(value):,} characters; at most "
                    f"{self._limits.cell_characters:,} are read. Shorten it.",
                    row=row,
                    column=self._columns[place],
                )
            if value[0] == "'":
                values[place] = without_guard(value).strip()
        values.extend([""] * (len(self._columns) - len(values)))
        return values

    def _merge_hint(self) -> str:
        if not isinstance(self._records, WorkbookRecords):
            return ""
        merged = self._records.merged_headings(self._heading_row)
        return f" The heading cells {merged} are merged: separate them." if merged else ""

    def _error(self, message: str, *, row: int, column: str | None = None) -> TableError:
        return TableError(message, file=self.name, row=row, column=column)

    def close(self) -> None:
        """Close the file; the rows that were taken stay valid."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_table(source: Source, *, name: str, limits: Limits = STANDARD_LIMITS) -> TableStream:
    """Open a CSV or XLSX file whose rows are then taken one by one, in flat memory.

    `source` is a path or the bytes of the file; `name` is what messages call it. Its kind,
    encoding and delimiter are found from its content. Raises `TableError`, here for what
    concerns the file or its headings, and while rows are taken for what concerns a row.

    >>> with open_table(b"name;places\\nAna;2\\n", name="guides.csv") as table:
    ...     [(row.number, row.cells["places"]) for row in table]
    [(2, '2')]
    """
    return TableStream(source, name=name, limits=limits)


def iter_rows(
    source: Source,
    *,
    name: str,
    limits: Limits = STANDARD_LIMITS,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Row]:
    """The rows of a spreadsheet one by one; `on_progress` is told after each 1,000 and at the end.

    Errors as with `open_table`, which is the door for whoever needs the headings first.

    >>> [row.cells["name"] for row in iter_rows(b"name,places\\nAna,2\\n", name="guides.csv")]
    ['Ana']
    """
    with open_table(source, name=name, limits=limits) as table:
        for row in table:
            yield row
            if on_progress and table.progress.rows % ROWS_PER_REPORT == 0:
                on_progress(table.progress)
        if on_progress:
            on_progress(Progress(rows=table.progress.rows, fraction=1.0))


def read_table(source: Source, *, name: str, limits: Limits = STANDARD_LIMITS) -> Table:
    """Read a whole CSV or XLSX file: its headings, its rows, and how it was understood.

    Arguments and errors as with `open_table`. Cells are texts without spaces around them; blank
    rows are left out, and counted in `Row.number`.

    >>> table = read_table(b"name;places\\nAna;2\\n", name="guides.csv")
    >>> table.headings, table.delimiter, dict(table.rows[0].cells)
    (('name', 'places'), ';', {'name': 'Ana', 'places': '2'})
    """
    with open_table(source, name=name, limits=limits) as stream:
        return Table(
            name=name,
            kind=stream.kind,
            headings=stream.headings,
            rows=tuple(stream),
            encoding=stream.encoding,
            delimiter=stream.delimiter,
            sheet=stream.sheet,
            notes=stream.notes,
        )
