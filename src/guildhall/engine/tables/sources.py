"""What a file is, from its first bytes: its name may say anything."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import BinaryIO

from .errors import TableError
from .table import MEGABYTE, Limits

Source = Path | bytes

SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or CSV."
GIVE_SHEET = "Give the spreadsheet itself, as .xlsx or CSV."
OLE = bytes.fromhex("d0cf11e0a1b11ae1")

# (first bytes, what the file is, what to do)
SIGNATURES = (
    (b"%PDF", "a PDF document", GIVE_SHEET),
    (b"{\\rtf", "a Rich Text document", GIVE_SHEET),
    (b"\x89PNG", "a picture", GIVE_SHEET),
    (b"\xff\xd8\xff", "a picture", GIVE_SHEET),
    (b"GIF8", "a picture", GIVE_SHEET),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and give the spreadsheet inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and give the spreadsheet inside."),
    (b"Rar!", "a RAR archive", "Unpack it and give the spreadsheet inside."),
    (b"SQLite format 3", "a database file", "Export the table from it as CSV."),
)
# (a part of the archive, what the file is, what to do)
ARCHIVE_PARTS = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", SAVE_AS),
    ("word/document.xml", "a Word document", GIVE_SHEET),
    ("ppt/presentation.xml", "a PowerPoint presentation", GIVE_SHEET),
    ("Index/Document.iwa", "an Apple Numbers, Pages or Keynote file", SAVE_AS),
)
PROTECTED = (
    "protected by a password",
    "Open it, remove the password under File > Info, and save it again.",
)
DECLARED_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
OLE_STREAMS = (
    ("EncryptedPackage", *PROTECTED),
    ("Workbook", "an old Excel workbook (.xls)", SAVE_AS),
    ("Book", "an old Excel workbook (.xls)", SAVE_AS),
    ("WordDocument", "an old Word document (.doc)", GIVE_SHEET),
)
HTML = re.compile(
    # One way to read each comment, so that a file of comments is not tried in every way.
    rb"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype html|html|head|body|table|meta)",
    re.I | re.S,
)


def opened(source: Source, *, name: str, limits: Limits) -> BinaryIO:
    """The source as a file open for reading; `TableError` where it is missing or too large."""
    if isinstance(source, bytes):
        file: BinaryIO = io.BytesIO(source)
        size = len(source)
    else:
        try:
            file = source.open("rb")
        except FileNotFoundError as error:
            raise TableError("There is no such file. Check its name.", file=name) from error
        except IsADirectoryError as error:
            raise TableError(
                "This is a folder. Name a spreadsheet inside it.", file=name
            ) from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise TableError(f"The file cannot be opened: {reason}.", file=name) from error
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
    if size > limits.file_bytes:
        file.close()
        raise TableError(
            f"The file has {size / MEGABYTE:.1f} MB; at most {limits.file_bytes / MEGABYTE:g} MB "
            "are read. Divide it into several files, or delete columns that are not needed.",
            file=name,
        )
    return file


def is_workbook(file: BinaryIO, *, name: str, limits: Limits) -> bool:
    """True for an Excel workbook, False for text; `TableError` for anything else."""
    head = file.read(8192)
    file.seek(0)
    if not head:
        raise TableError("The file is empty. Give a spreadsheet with headings and rows.", file=name)
    for signature, what, advice in SIGNATURES:
        if head.startswith(signature):
            raise _not_a_table(what, advice, name=name)
    if head.startswith(OLE):
        raise _ole_error(file, name=name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        check_archive(file, name=name, limits=limits)
        return True
    _refuse_markup(head, name=name)
    return False


def _refuse_markup(head: bytes, *, name: str) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if HTML.match(start):
        raise _not_a_table("a web page (HTML), whatever its name says", SAVE_AS, name=name)
    if start.startswith(b"<?xml"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
            raise _not_a_table("an Excel 2003 XML spreadsheet", SAVE_AS, name=name)
        if re.search(rb"<(?:!doctype )?html", start, re.I):
            raise _not_a_table("a web page (HTML), whatever its name says", SAVE_AS, name=name)
        raise _not_a_table("an XML file", GIVE_SHEET, name=name)
    if re.match(rb'(?:\{\s*"|\[\s*\{)', start):
        raise _not_a_table("a JSON file", GIVE_SHEET, name=name)


def _ole_error(file: BinaryIO, *, name: str) -> TableError:
    content = file.read()
    for stream, what, advice in OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return _not_a_table(what, advice, name=name)
    return _not_a_table("an old Office file", SAVE_AS, name=name)


def check_archive(file: BinaryIO, *, name: str, limits: Limits) -> None:
    """Refuse archives that are no workbook, are damaged, or unpack to far more than they should."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            kind = _start_of(archive, "mimetype") if "mimetype" in names else b""
            is_locked = any(part.flag_bits & 1 for part in parts)
            has_entities = not is_locked and any(
                DECLARED_ENTITIES.search(_start_of(archive, part.filename))
                for part in parts
                if part.filename.endswith((".xml", ".rels"))
            )
    except Exception as error:  # a damaged archive fails in many ways
        raise TableError(
            "The file is damaged or was not copied completely. Copy it again.", file=name
        ) from error
    if is_locked:
        raise _not_a_table(*PROTECTED, name=name)
    unpacked = sum(part.file_size for part in parts)
    worst = max(
        (
            part.file_size / max(part.compress_size, 1)
            for part in parts
            if part.file_size > 10 * MEGABYTE
        ),
        default=0.0,
    )
    if unpacked > limits.unpacked_bytes or worst > limits.unpack_ratio:
        raise TableError(
            f"The file unpacks to {unpacked / MEGABYTE:,.0f} MB, far more than a spreadsheet "
            "needs. Copy the rows into a new workbook, or save it as CSV.",
            file=name,
        )
    if "xl/workbook.xml" not in names:
        raise _archive_error(names, kind, name=name)
    if has_entities:
        raise TableError(
            "The workbook declares XML entities, which no spreadsheet program writes. Copy the "
            "rows into a new workbook.",
            file=name,
        )


def _start_of(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as content:
        return content.read(2048)


def _archive_error(names: set[str], kind: bytes, *, name: str) -> TableError:
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return _not_a_table("an OpenDocument spreadsheet (.ods)", SAVE_AS, name=name)
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return _not_a_table("an OpenDocument file, but no spreadsheet", GIVE_SHEET, name=name)
    for part, what, advice in ARCHIVE_PARTS:
        if part in names:
            return _not_a_table(what, advice, name=name)
    inside = sorted(part for part in names if part.lower().endswith((".csv", ".xlsx")))[:3]
    advice = "Unpack it and give the spreadsheet inside"
    return _not_a_table(
        "a ZIP archive", f"{advice}: {', '.join(inside)}." if inside else f"{advice}.", name=name
    )


def _not_a_table(what: str, advice: str, *, name: str) -> TableError:
    return TableError(f"This file is {what}. {advice}", file=name)
