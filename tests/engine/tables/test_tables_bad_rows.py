"""Headings, rows and cells that cannot be read: each message names its place and what to do."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.engine.tables.spreadsheets import answer, with_part, workbook

from guildhall.engine.tables import Limits, TableError, iter_rows, open_table

WIDE = (",".join(f"h{n}" for n in range(200)) + "\n" + ",".join("x" * 200) + "\n").encode()

TEXTS = {
    "only headings": (
        b"name,places\n\n",
        "row 1: There are headings and no rows below them. Add the rows.",
    ),
    "200 columns": (
        WIDE,
        "row 1: The spreadsheet has 200 columns; at most 150 are read. Delete the columns that "
        "are not needed.",
    ),
    "heading twice": (
        b"name,E-mail,places, e-mail \nAna,a@b.org,2,a@b.org\n",
        "row 1, column D: The heading “e-mail” stands in columns B and D. Give each column a name "
        "of its own.",
    ),
    "blank heading": (
        b"name,,places\nAna,,2\nBen,x,3\n",
        "row 3, column B: The cell holds “x”, but its column has no heading. Type one in B1, or "
        "clear the column.",
    ),
    "more cells than headings": (
        b"name,places\nAna,2\nLima, Ben,3\n",
        "row 3: The row has 3 cells for 2 headings. An unquoted delimiter inside a cell is the "
        "usual cause: put that cell in quotation marks.",
    ),
    "title above the headings": (
        b"Our mentors\nname,places\nAna,2\n",
        "row 2: The row has 2 cells for 1 heading. If row 1 is a title, delete it. An unquoted "
        "delimiter inside a cell is the usual cause: put that cell in quotation marks.",
    ),
    "long cell": (
        b"name,notes\nAna," + b"x" * 20_001 + b"\n",
        "row 2, column notes: The cell has 20,001 characters; at most 20,000 are read. Shorten it.",
    ),
    "quotation mark not closed": (
        b'name,notes\nAna,fine\nBen,"never closed\nCleo,fine\n',
        "row 3: A cell that starts here has an opening quotation mark and no closing one. Add the "
        "closing one, or delete both.",
    ),
    "quotation mark not closed in a large file": (
        b'name,notes\nBen,"never closed\n' + b"Cleo,fine\n" * 20_000,
        "row 2: A cell is longer than 20,000 characters; usually a closing quotation mark is "
        "missing. Add it, or shorten the cell.",
    ),
    "quotation mark not doubled": (
        b'name;notes\n"Ana "Ace" Lima";fine\n',
        "row 2: The quotation marks of this row do not pair up. Write a mark inside a quoted cell "
        'twice (""), and put a semicolon after the closing one.',
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_row_that_cannot_be_read_is_named(kind: str) -> None:
    content, message = TEXTS[kind]

    assert answer(content) == f"people.csv, {message}"


def test_too_many_rows() -> None:
    assert answer(b"name\n" + b"Ana\n\n" * 4, limits=Limits(rows=3)) == (
        "people.csv, row 8: There are more than 3 rows. Divide the file into several files."
    )


def test_the_error_carries_its_place_apart_from_its_message() -> None:
    with (
        open_table(b"name,,x\nAna,y,z\n", name="people.csv") as table,
        pytest.raises(TableError) as caught,
    ):
        list(table)

    assert (caught.value.file, caught.value.row, caught.value.column) == ("people.csv", 2, "B")
    assert caught.value.message.startswith("The cell holds “y”")


def test_rows_before_a_bad_one_are_given_by_the_stream() -> None:
    rows = iter_rows(b"name\nAna\nB,en\n", name="people.csv")

    assert next(rows).cells["name"] == "Ana"
    with pytest.raises(TableError, match="row 3"):
        next(rows)


def test_a_formula_without_its_result() -> None:
    content = workbook(["name", "places"], ["Ana", "=1+1"])

    assert answer(content, name="a.xlsx") == (
        "a.xlsx, row 2, column B: The formula in this cell has no stored result. Open the "
        "workbook in a spreadsheet program, let it calculate, and save it again."
    )


def test_a_cell_with_a_spreadsheet_error() -> None:
    content = workbook(["name", "places"], ["Ana", "#N/A"])

    assert answer(content, name="a.xlsx") == (
        "a.xlsx, row 2, column B: The cell holds the spreadsheet error #N/A. Correct its formula, "
        "or clear the cell."
    )


def test_a_date_beyond_the_calendar() -> None:
    content = with_part(
        workbook(["name", "start"], ["Ana", date(2026, 12, 31)]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"46387", b"99999999"),
    )

    assert answer(content, name="a.xlsx") == (
        "a.xlsx, row 2, column B: The cell is formatted as a date, but its number is no day of "
        "the calendar. Type the date again, or format the cell as text."
    )


def test_merged_headings_are_named() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C1")

    content = workbook(
        ["name", "skills", None, "places"], ["Ana", "Triage", "Python", 2], change=merge
    )

    assert answer(content, name="a.xlsx") == (
        "a.xlsx, row 2, column C: The cell holds “Python”, but its column has no heading. Type "
        "one in C1, or clear the column. The heading cells B1:C1 are merged: separate them."
    )


def test_a_cell_beyond_the_headings_of_a_workbook() -> None:
    assert answer(workbook(["name", "places"], ["Ana", 2, "x"]), name="a.xlsx") == (
        "a.xlsx, row 2: The row has 3 cells for 2 headings. Type a heading in C1, or clear that "
        "column."
    )
