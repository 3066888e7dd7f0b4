"""Files that are no table: each is answered by what it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.engine.tables.spreadsheets import answer, archive, saved, with_part, workbook

from guildhall.engine.tables import Limits, TableError, read_table

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
GIVE = "Give the spreadsheet itself, as .xlsx or CSV."
SAVE = "Open it in a spreadsheet program and save it as .xlsx or CSV."
UTF8 = "Save the spreadsheet again as “CSV UTF-8” or as .xlsx."
UNPACK = "Unpack it and give the spreadsheet inside"
EMPTY = "The file is empty. Give a spreadsheet with headings and rows."
GOOD = workbook(["name"], ["Ana"])

FILES = {
    "empty": (b"", EMPTY),
    "only blanks": (b"\xef\xbb\xbf \r\n , ,\r\n", EMPTY),
    "pdf": (b"%PDF-1.7\n", f"This file is a PDF document. {GIVE}"),
    "picture": (b"\x89PNG\r\n\x1a\n", f"This file is a picture. {GIVE}"),
    "rich text": (b"{\\rtf1\\ansi", f"This file is a Rich Text document. {GIVE}"),
    "gzip": (b"\x1f\x8b\x08", f"This file is a compressed file (gzip). {UNPACK}."),
    "json": (b'[{"name": "Ana"}]', f"This file is a JSON file. {GIVE}"),
    "web page": (
        b"\r\n<html><table><tr><td>Ana",
        f"This file is a web page (HTML), whatever its name says. {SAVE}",
    ),
    "xml of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        f"This file is an Excel 2003 XML spreadsheet. {SAVE}",
    ),
    "zip": (
        archive({"people.csv": b"name\nAna\n", "read.me": b""}),
        f"This file is a ZIP archive. {UNPACK}: people.csv.",
    ),
    "empty zip": (archive({}), f"This file is a ZIP archive. {UNPACK}."),
    "word": (archive({"word/document.xml": b"<a/>"}), f"This file is a Word document. {GIVE}"),
    "open document": (
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        f"This file is an OpenDocument spreadsheet (.ods). {SAVE}",
    ),
    "numbers": (
        archive({"Index/Document.iwa": b"x"}),
        f"This file is an Apple Numbers, Pages or Keynote file. {SAVE}",
    ),
    "binary workbook": (
        archive({"xl/workbook.bin": b"x"}),
        f"This file is a binary Excel workbook (.xlsb). {SAVE}",
    ),
    "old xls": (
        OLE + "Workbook".encode("utf-16-le"),
        f"This file is an old Excel workbook (.xls). {SAVE}",
    ),
    "password": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "This file is protected by a password. Open it, remove the password under File > Info, "
        "and save it again.",
    ),
    "half a workbook": (
        GOOD[: len(GOOD) // 2],
        "The file is damaged or was not copied completely. Copy it again.",
    ),
    "damaged workbook": (
        with_part(GOOD, "xl/workbook.xml", lambda part: part[:100]),
        "The workbook is damaged. Open it in a spreadsheet program and save it as .xlsx again.",
    ),
    "entities": (
        with_part(
            GOOD,
            "xl/worksheets/sheet1.xml",
            lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part,
        ),
        "The workbook declares XML entities, which no spreadsheet program writes. Copy the rows "
        "into a new workbook.",
    ),
    "zip bomb": (
        archive({"xl/workbook.xml": b"<a/>", "xl/big.xml": bytes(20 * 1024 * 1024)}),
        "The file unpacks to 20 MB, far more than a spreadsheet needs. Copy the rows into a new "
        "workbook, or save it as CSV.",
    ),
    "strict workbook": (
        with_part(
            with_part(
                GOOD,
                "[Content_Types].xml",
                lambda part: part.replace(b"openxmlformats-officedocument.spreadsheetml", b"x"),
            ),
            "xl/workbook.xml",
            lambda part: part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        ),
        "The workbook is in the format “Strict Open XML”. Save it as an ordinary Excel workbook "
        "(.xlsx).",
    ),
    "NUL in text": (
        b"name,places\nAna,2\nB\0b,3\n",
        "Near line 3 there is a NUL character, so this is a damaged file or not a text file. "
        + UTF8,
    ),
    "Cyrillic": (
        "имя,город\nАнна,Москва\n".encode("cp1251"),
        "The file is neither UTF-8 nor Windows-1252: its letters would come out scrambled. " + UTF8,
    ),
    "undefined bytes": (
        b"name\nA\x9d\n",
        "The file is neither UTF-8 nor Windows-1252: near line 2 there are bytes that neither "
        f"knows. {UTF8}",
    ),
    "joined encodings": (
        "name\nJosé\nZoë\n".encode() + "René\n".encode("cp1252"),
        "The file is UTF-8, but near line 4 some bytes are not: two files of different encodings "
        f"may have been joined. {UTF8}",
    ),
    "cut UTF-16": (
        "name\nAna\n".encode("utf-16")[:-1],
        f"The file says that it is UTF-16, but near line 2 some bytes are not. {UTF8}",
    ),
    "two delimiters": (
        b"name,first;second\nAna,b;c\n",
        "A comma and a semicolon divide this file equally well. Put a line such as “sep=;” above "
        "the headings, or save it as .xlsx.",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_table_is_answered_by_what_it_is(kind: str) -> None:
    content, message = FILES[kind]

    assert answer(content, name="upload.csv") == f"upload.csv: {message}"


def test_a_file_that_is_too_large() -> None:
    content = b"name\n" + b"Ana\n" * 300_000

    assert answer(content, limits=Limits(file_bytes=1024 * 1024)) == (
        "people.csv: The file has 1.1 MB; at most 1 MB are read. Divide it into several files, or "
        "delete columns that are not needed."
    )


def test_a_workbook_without_visible_rows() -> None:
    book = Workbook()
    hidden = book.create_sheet("Rows")
    hidden.append(["name"])
    hidden.sheet_state = "hidden"

    assert answer(saved(book), name="a.xlsx") == (
        "a.xlsx: The workbook has no visible sheet with anything in it. Show the hidden sheet, or "
        "move its rows."
    )
    assert answer(saved(Workbook()), name="a.xlsx") == (
        "a.xlsx: The workbook has no visible sheet with anything in it. Add the rows."
    )


def test_a_path_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"^a\.csv: There is no such file\. Check its name\.$"):
        read_table(tmp_path / "a.csv", name="a.csv")
    with pytest.raises(TableError, match=r"^a: This is a folder\. Name a spreadsheet inside it\.$"):
        read_table(tmp_path, name="a")


def test_a_damaged_sheet_names_the_row_that_cannot_be_read() -> None:
    content = workbook(["name"], ["Ana"], ["Ben"])
    broken = with_part(
        content, "xl/worksheets/sheet1.xml", lambda part: part[: part.index(b'r="A3"')]
    )

    assert answer(broken, name="a.xlsx") == (
        "a.xlsx, row 3: The workbook is damaged. Open it in a spreadsheet program and save it as "
        ".xlsx again."
    )


def test_one_file_of_each_kind_is_read_whatever_its_name_says() -> None:
    def bold(sheet: Worksheet) -> None:
        sheet.title = "People"

    assert read_table(b"name\nAna\n", name="a.xlsx").kind == "csv"
    table = read_table(workbook(["name"], ["Ana"], change=bold), name="a.csv")
    assert (table.kind, table.sheet) == ("xlsx", "People")
