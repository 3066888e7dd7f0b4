"""The heading row: each column has a name, and no two columns have the same."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from .errors import TableError, quoted
from .table import Limits


def clean_heading(text: str) -> str:
    """On one line, without spaces around it or invisible characters in it."""
    visible = text.replace("\ufeff", "").replace("\u200b", "").replace("\xad", "")
    return " ".join(visible.split())


def checked_headings(
    cells: Sequence[str], *, row: int, name: str, limits: Limits
) -> tuple[str, ...]:
    """The headings up to the last one that is not blank; a blank one stays an empty text.

    `TableError` for too many columns, a heading that is too long, or one used twice.
    """
    headings = [clean_heading(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > limits.columns:
        raise TableError(
            f"The spreadsheet has {len(headings)} columns; at most {limits.columns} are read. "
            "Delete the columns that are not needed.",
            file=name,
            row=row,
        )
    first_column: dict[str, int] = {}
    for column, heading in enumerate(headings, start=1):
        if not heading:
            continue
        if len(heading) > limits.cell_characters:
            raise TableError(
                f"The heading {quoted(heading)} is longer than {limits.cell_characters:,} "
                "characters. Shorten it.",
                file=name,
                row=row,
                column=get_column_letter(column),
            )
        earlier = first_column.setdefault(heading.casefold(), column)
        if earlier != column:
            raise TableError(
                f"The heading {quoted(heading)} stands in columns {get_column_letter(earlier)} "
                f"and {get_column_letter(column)}. Give each column a name of its own.",
                file=name,
                row=row,
                column=get_column_letter(column),
            )
    return tuple(headings)
