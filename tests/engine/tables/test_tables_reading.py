"""Spreadsheets that people really have are read as they meant them."""

from __future__ import annotations

import codecs
import io
import re
import tracemalloc
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.engine.tables.spreadsheets import contents, delimited, saved, with_part, workbook

from guildhall.engine.tables import Progress, iter_rows, open_table, read_table

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
# Letters, delimiters, quotation marks and line ends, as cells of people's names and notes hold
# them; each cell keeps a letter at both ends, since spaces around it are not kept.
# Four accented letters in a row would be taken for another alphabet.
INNER = st.text(alphabet="abc éß,;|\t\"'\n\r=", max_size=8).filter(
    lambda text: not re.search("[éß]{4}", text)
)
CELL = st.builds("n{}e".format, INNER)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    endings = st.sampled_from(["", ", é", "; b", ' "q"'])
    headings = [f"heading {number}{draw(endings)}" for number in range(width)]
    row = st.lists(CELL, min_size=width, max_size=width)
    return [headings, *draw(st.lists(row, min_size=1, max_size=5))]


@given(
    rows=tables(),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_encoding_and_delimiter_are_found(
    rows: list[list[str]], delimiter: str, line_end: str, encoding: str
) -> None:
    content = delimited(rows, delimiter=delimiter, line_end=line_end).encode(encoding)

    table = read_table(content, name="people.csv")

    assert contents(table) == rows
    assert table.delimiter == delimiter
    is_plain = encoding == "cp1252" and content.isascii()
    assert table.encoding == ("UTF-8" if is_plain else ENCODINGS[encoding])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_read_and_named(encoding: str) -> None:
    table = read_table("name;city\nZoë;Göteborg\n".encode(encoding), name="people.csv")

    assert contents(table) == [["name", "city"], ["Zoë", "Göteborg"]]
    assert table.encoding == ENCODINGS[encoding]


def test_an_inferred_encoding_is_noted() -> None:
    assert read_table("name,a\nZoë,b\n".encode("cp1252"), name="a.csv").notes == (
        "The file is not UTF-8; it was read as Windows-1252. Look at a name with an accent.",
    )
    assert read_table("name,a\nZoë,b\n".encode("utf-16-le"), name="a.csv").notes == (
        "The file does not name its encoding; it was read as UTF-16.",
    )
    assert read_table(codecs.BOM_UTF8 + b"name,a\nAna,b\n", name="a.csv").notes == ()


def test_one_column_is_noted() -> None:
    table = read_table(b"name\nAna\n", name="a.csv")

    assert table.notes == (
        "The file has one column only. If it should have more, save it with commas, semicolons or "
        "tabs between the cells.",
    )


def test_a_second_delimiter_that_fits_is_noted() -> None:
    table = read_table(b"name;first, last;places\nAna;Lima, Ana;2\n", name="a.csv")

    assert table.headings == ("name", "first, last", "places")
    assert table.notes == (
        "The columns were divided at each semicolon; a comma would fit too, with 2 columns.",
    )


def test_the_line_that_excel_writes_decides_the_delimiter() -> None:
    table = read_table(b"sep=;\r\na,b;c\r\n1,2;3\r\n", name="a.csv")

    assert (table.delimiter, contents(table)) == (";", [["a,b", "c"], ["1,2", "3"]])
    assert table.rows[0].number == 2


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    text = '\n name , note \nAna,"two\nlines"\n\n , \nBen\nCleo,x,,\n'

    table = read_table(text.encode(), name="a.csv")

    assert [(row.number, dict(row.cells)) for row in table] == [
        (3, {"name": "Ana", "note": "two\nlines"}),
        (6, {"name": "Ben", "note": ""}),
        (7, {"name": "Cleo", "note": "x"}),
    ]


def test_blank_columns_are_left_out() -> None:
    table = read_table("a,,b\u200b,\n1,,2,\n".encode(), name="a.csv")

    assert contents(table) == [["a", "b"], ["1", "2"]]


def test_spaces_before_a_quotation_mark_do_no_harm() -> None:
    table = read_table(b'a, "b"\n1, "x, y"\n', name="a.csv")

    assert contents(table) == [["a", "b"], ["1", "x, y"]]


def test_values_of_a_workbook_become_the_texts_that_people_see() -> None:
    values = {
        "four": (4.0, "4"),
        "half": (2.5, "2.5"),
        "sum": (0.1 + 0.2, "0.3"),
        "day": (date(2026, 12, 31), "2026-12-31"),
        "moment": (datetime(2026, 12, 31, 16, 30), "2026-12-31 16:30"),
        "time": (time(16, 30), "16:30"),
        "long": (timedelta(hours=30), "30:00"),
        "true": (True, "TRUE"),
        "text": (" two\nlines ", "two\nlines"),
        "nothing": (None, ""),
        "end": ("x", "x"),
    }
    content = workbook(list(values), [value for value, _ in values.values()])

    table = read_table(content, name="a.xlsx")

    assert dict(table.rows[0].cells) == {name: text for name, (_, text) in values.items()}


def test_stored_results_of_formulas_are_read() -> None:
    content = with_part(
        workbook(["name", "places"], ["Ana", "=1+1"]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>"),
    )

    assert contents(read_table(content, name="a.xlsx")) == [["name", "places"], ["Ana", "2"]]


def test_the_first_visible_sheet_with_rows_is_read_and_the_others_named() -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = "Cover"
    for title in ("Lists", "Mentors", "Mentees"):
        book.create_sheet(title).append(["name"])
        book[title].append([title])
    book["Lists"].sheet_state = "hidden"
    book["Mentors"]["A5"] = "after a gap"

    table = read_table(saved(book), name="a.xlsx")

    assert table.sheet == "Mentors"
    assert [(row.number, row.cells["name"]) for row in table] == [
        (2, "Mentors"),
        (5, "after a gap"),
    ]
    assert table.notes == ("The sheet “Mentors” was read; not read: “Cover”, “Lists”, “Mentees”.",)


def test_a_path_and_its_bytes_read_alike(tmp_path: Path) -> None:
    content = workbook(["name", "places"], ["Ana", 2])
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)

    assert contents(read_table(path, name="a")) == contents(read_table(content, name="a"))


def test_memory_stays_flat_while_rows_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("w") as file:
        file.write("name,email,notes\n")
        for number in range(40_000):
            file.write(f"Person {number},p{number}@example.org,{'x' * 100}\n")
    seen: list[Progress] = []

    tracemalloc.start()
    try:
        count = sum(1 for _ in iter_rows(path, name="people.csv", on_progress=seen.append))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 40_000
    assert path.stat().st_size > 5_000_000
    assert peak < 4_000_000
    assert [report.rows for report in seen] == [*range(1_000, 41_000, 1_000), 40_000]
    fractions = [report.fraction for report in seen]
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < 0.1
    assert fractions[-1] == 1.0


def test_memory_stays_flat_for_a_workbook() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["name", "places"])
    for number in range(4_000):
        sheet.append([f"Person {number % 50}", number])
    content = io.BytesIO()
    book.save(content)
    data = content.getvalue()
    peaks = []

    for _ in range(2):  # the first run also loads what the library keeps
        tracemalloc.start()
        try:
            with open_table(data, name="a.xlsx") as table:
                assert sum(1 for _ in table) == 4_000
                assert table.progress == Progress(rows=4_000, fraction=1.0)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    assert peaks[-1] < 1_500_000
