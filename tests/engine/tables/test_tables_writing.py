"""What is written can be read again as it was, and no program runs it as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.tables.spreadsheets import contents, workbook

from guildhall.engine.tables import (
    Problem,
    open_table,
    read_table,
    refused_rows_csv,
    write_csv,
)

# Anything that UTF-8 and a spreadsheet can hold, with what is dangerous drawn more often. Spaces
# around a cell are not kept by any reading.
RISKY = st.text(alphabet="=+-@＝'\"\t\r\n,;| a1()", max_size=12)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
CELL = st.one_of(RISKY, ANY).map(str.strip)
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def written(rows: list[list[str]], headings: list[str]) -> list[list[str]]:
    """The cells as a spreadsheet program sees them, apostrophes included."""
    text = write_csv(rows, headings).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.tuples(CELL, CELL, CELL).filter(any), min_size=1, max_size=6))
def test_a_round_trip_is_identical(rows: list[tuple[str, str, str]]) -> None:
    headings = ["name", "=places", "a, b; c"]

    table = read_table(write_csv(rows, headings), name="people.csv")

    assert contents(table) == [headings, *map(list, rows)]
    assert (table.encoding, table.delimiter, table.notes) == ("UTF-8", ",", ())


@given(CELL.filter(bool))
def test_a_round_trip_of_one_column_is_identical(cell: str) -> None:
    assert contents(read_table(write_csv([[cell]], ["name"]), name="a")) == [["name"], [cell]]


@given(st.one_of(RISKY, ANY))
def test_no_written_cell_starts_like_a_formula(cell: str) -> None:
    [[_], [seen]] = written([[cell or "x"]], ["name"])

    assert not seen.lstrip().startswith(FORMULA_STARTS)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("3 - 1", "3 - 1"),
        ("", ""),
    ],
)
def test_texts_that_could_run_get_an_apostrophe(cell: str, seen: str) -> None:
    assert written([["x", cell]], ["a", "b"])[1] == ["x", seen]


def test_numbers_and_dates_stay_what_they_are() -> None:
    assert write_csv([[-1, 2.5, date(2026, 12, 31), None]], list("abcd")) == (
        b"\xef\xbb\xbfa,b,c,d\r\n-1,2.5,2026-12-31,\r\n"
    )


def test_nul_is_left_out_and_a_ragged_row_refused() -> None:
    assert write_csv([["a\0b"]], ["x"]).endswith(b"\r\nab\r\n")
    with pytest.raises(ValueError, match="row 3 has 1 cells for 2 headings"):
        write_csv([["a", "b"], ["a"]], ["x", "y"])


def test_refused_rows_come_back_with_row_column_and_reason() -> None:
    source = b"E-mail;places\nana@example.org;2\nben;=many\n\ncleo@example.org;0\n"
    problems = [
        Problem(row=5, column="places", code="too_small", message="“0” is too small."),
        Problem(row=3, column="E-mail", code="not_an_email", message="“ben” has no @."),
        Problem(row=3, column="places", code="not_a_number", message="“=many” is not a number."),
    ]

    file = refused_rows_csv(read_table(source, name="people.csv"), problems)

    assert contents(read_table(file, name="refused.csv")) == [
        ["Refused: row", "Refused: column", "Refused: reason", "E-mail", "places"],
        [
            "3",
            "E-mail; places",
            "E-mail: “ben” has no @.\nplaces: “=many” is not a number.",
            "ben",
            "=many",
        ],
        ["5", "places", "“0” is too small.", "cleo@example.org", "0"],
    ]


def test_refused_rows_can_be_taken_from_a_stream_and_refused_again() -> None:
    problem = Problem(row=2, column=None, code="unknown", message="Nobody has this name.")
    with open_table(workbook(["name"], ["Ana"], ["Ben"]), name="a.xlsx") as table:
        first = refused_rows_csv(table, [problem])
    with open_table(first, name="refused.csv") as table:
        second = refused_rows_csv(table, [problem])

    assert first == second
    assert contents(read_table(second, name="b.csv"))[1] == [
        "2",
        "",
        "Nobody has this name.",
        "Ana",
    ]


def test_problems_of_the_whole_file_come_first() -> None:
    problem = Problem(row=None, column="Email", code="missing", message="There is no such column.")

    file = refused_rows_csv(read_table(b"name,x\nAna,1\n", name="a.csv"), [problem])

    assert contents(read_table(file, name="b.csv"))[1:] == [
        ["", "Email", "There is no such column.", "", ""]
    ]
