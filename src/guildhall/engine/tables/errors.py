"""What can be wrong with a spreadsheet, from the whole file down to one cell.

TableError   the file cannot be read as a table at all; it stops the reading
CellError    one cell does not say what its column needs; raised by the `parse_*` functions
Problem      a CellError (or a rule of an importer) at its place, kept in a list for the person
"""

from __future__ import annotations

from dataclasses import dataclass

PREVIEW = 40


class TableError(ValueError):
    """The file cannot be read as a table; `str()` names file, row and column, `message` does not.

    `row` is the row number of the spreadsheet, the heading row being 1 where the file starts
    with it. `column` is a heading, or the column's letter where the heading itself is at fault.
    """

    def __init__(
        self, message: str, *, file: str, row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.row = row
        self.column = column

    def __str__(self) -> str:
        place = [self.file or "the file"]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}"


class CellError(ValueError):
    """One cell does not say what is needed; `code` is for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def at(self, *, row: int | None, column: str | None) -> Problem:
        """The same, at its place in the spreadsheet."""
        return Problem(row=row, column=column, code=self.code, message=self.message)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: where it is, what it is, and what to do about it.

    `row` is None for a problem of the whole file, `column` (a heading) for one of the whole row.
    """

    row: int | None
    column: str | None
    code: str
    message: str

    def __str__(self) -> str:
        place = []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}" if place else self.message


def quoted(text: str) -> str:
    """The text in quotation marks on one line, shortened so that a message stays readable."""
    flat = " ".join(text.split())
    if len(flat) > PREVIEW:
        flat = flat[: PREVIEW - 1].rstrip() + "…"
    return f"“{flat}”"
