"""Spreadsheets that cannot be imported, each with the words of its answer.

AT_UPLOAD   the file is no spreadsheet: the form says so, nothing is kept
ON_READING  something in the file stops the reading: the import says where
IN_ROWS     the file is fine, a row is not: the row is refused with its column
"""

import io
import zipfile

from openpyxl import Workbook

HEAD = "Number,First name,E-mail,Manager,Job title\n"
GOOD = "E1,Ana,ana@x.example,,Nurse\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


def _zip(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", " " * 60_000_000)
    return file.getvalue()


BOOK = _workbook(["Number", "First name", "E-mail"], ["E1", "Ana", "ana@x.example"])

AT_UPLOAD: dict[str, tuple[bytes, str]] = {
    "empty file": (b"", "The file is empty"),
    "only blank lines": (b"\n\n \n", "The file is empty"),
    "headings alone": (HEAD.encode(), "headings and no rows"),
    "two equal headings": (b"Name,Name\nAna,Lima\n", "stands in columns A and B"),
    "200 columns": (
        (",".join(f"C{n}" for n in range(200)) + "\n" + "x," * 199 + "x\n").encode(),
        "200 columns; at most 150",
    ),
    "renamed zip": (_zip(**{"people.csv": HEAD + GOOD}), "a ZIP archive"),
    "renamed PDF": (b"%PDF-1.7\n...", "a PDF document"),
    "renamed picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "web page": (b"<html><body><table></table></body></html>", "a web page"),
    "JSON": (b'{"people": []}', "a JSON file"),
    "Word": (_zip(**{"word/document.xml": "<x/>"}), "a Word document"),
    "OpenDocument": (
        _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "an OpenDocument spreadsheet",
    ),
    "cut off": (BOOK[: len(BOOK) // 2], "damaged or was not copied completely"),
    "unpacks to far too much": (_bomb(), "far more than a spreadsheet needs"),
    "value without a heading": (b"Name,,E-mail\nAna,?,a@x.example\n", "no heading"),
    "too many cells": (HEAD.encode() + b"E1,Ana,ana@x.example,,Nurse, senior\n", "cells for 5"),
    "binary noise": (bytes(range(256)) * 20, ""),
}
MANY = HEAD + "".join(f"E{n},Ana,a{n}@x.example,,Nurse\n" for n in range(40))
ON_READING: dict[str, tuple[bytes, str]] = {
    "too many cells far down": (
        (MANY + "E99,Ana,z@x.example,,Nurse,one,too,many\n").encode(),
        "row 42",
    ),
    "a cell of 30,000 characters far down": (
        (MANY + f"E99,Ana,z@x.example,,{'x' * 30_000}\n").encode(),
        "column Job title",
    ),
}
IN_ROWS: dict[str, tuple[str, str, str]] = {
    "duplicate ids": (HEAD + GOOD + "E1,Ben,ben@x.example,,\n", "Number", "double"),
    "unknown manager": (HEAD + "E1,Ana,ana@x.example,E77,\n", "Manager", "unknown_manager"),
    "own manager": (HEAD + "E1,Ana,ana@x.example,E1,\n", "Manager", "own_manager"),
    "formula": (
        HEAD + 'E1,Ana,ana@x.example,,"=HYPERLINK(""http://x"")"\n',
        "Job title",
        "formula",
    ),
    "spreadsheet error": (HEAD + "E1,Ana,ana@x.example,,#REF!\n", "Job title", "spreadsheet_error"),
    "no address": (HEAD + "E1,Ana,ana at x.example,,\n", "E-mail", "not_an_email"),
    "two addresses": (HEAD + 'E1,Ana,"a@x.example, b@x.example",,\n', "E-mail", "several_emails"),
    "nobody": (HEAD + ",Ana,,,Nurse\n", "E-mail", "nobody"),
    "no name": (HEAD + "E1,,ana@x.example,,\n", "", "no_name"),
    "too long": (HEAD + f"E1,{'A' * 101},ana@x.example,,\n", "First name", "too_long"),
}
CAPACITIES = {"0": "too_small", "-1": "too_small", "many": "not_a_number", "1.5": "not_whole"}
