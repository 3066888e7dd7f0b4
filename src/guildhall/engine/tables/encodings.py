"""Which encoding a text file is in, decided from all of its bytes and never guessed in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from .errors import TableError

CHUNK = 1 << 20
SAVE_AS_UTF8 = "Save the spreadsheet again as “CSV UTF-8” or as .xlsx."
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Western languages hardly ever put four accented letters in a row; Cyrillic, Greek or Japanese
# text in its own old encoding consists of such runs.
FOREIGN_RUN = re.compile(rb"[\x80-\xff]{4,}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
NOT_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
FOREIGN_SHARE = 0.3
NOT_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
BROKEN_RUN = re.compile(r"[\udc80-\udcff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, the name that people know, and a note where it was inferred."""

    codec: str
    label: str
    note: str | None = None


@dataclass(slots=True)
class _Evidence:
    """What the bytes of a file that is not UTF-8 say about its encoding."""

    utf8_letters: int = 0
    broken_bytes: int = 0
    first_broken_line: int | None = None
    high_bytes: int = 0
    foreign_bytes: int = 0
    undefined_line: int | None = None


def file_encoding(file: BinaryIO, *, name: str) -> Encoding:
    """Read the file from its start to its end and say its encoding; `TableError` if none fits."""
    file.seek(0)
    head = file.read(4096)
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            _check_decodes(file, codec, name=name)
            label = "UTF-8" if codec == "utf-8-sig" else codec.upper()
            return Encoding(codec, label)
    unmarked = _unmarked_utf16(head)
    if unmarked is not None:
        _check_decodes(file, unmarked, name=name)
        return Encoding(
            unmarked, "UTF-16", "The file does not name its encoding; it was read as UTF-16."
        )
    _check_no_nul(file, name=name)
    if _is_utf8(file):
        return Encoding("utf-8", "UTF-8")
    return _from_evidence(_gather_evidence(file), name=name)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 of mostly Latin text shows as a zero byte at nearly every second place."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _check_decodes(file: BinaryIO, codec: str, *, name: str) -> None:
    """Read all of a marked file once, so that a damaged end is refused before the first row."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    label = codec.upper().removesuffix("-SIG")
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if "\0" in text:
                raise _nul_error(line + text[: text.index("\0")].count("\n"), name=name)
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        broken = f"near line {line + error.object[: error.start].count(10)}"
        raise TableError(
            f"The file says that it is {label}, but {broken} some bytes are not. {SAVE_AS_UTF8}",
            file=name,
        ) from error


def _check_no_nul(file: BinaryIO, *, name: str) -> None:
    file.seek(0)
    line = 1
    while chunk := file.read(CHUNK):
        if b"\0" in chunk:
            raise _nul_error(line + chunk.count(b"\n", 0, chunk.index(b"\0")), name=name)
        line += chunk.count(b"\n")


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _gather_evidence(file: BinaryIO) -> _Evidence:
    file.seek(0)
    found = _Evidence()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    line = 1
    while True:
        chunk = file.read(CHUNK)
        if not chunk.isascii():
            found.high_bytes += len(HIGH_BYTE.findall(chunk))
            found.foreign_bytes += sum(map(len, FOREIGN_RUN.findall(chunk)))
            undefined = NOT_WINDOWS_1252.search(chunk)
            if undefined and found.undefined_line is None:
                found.undefined_line = line + chunk.count(b"\n", 0, undefined.start())
        _count_letters(decoder.decode(chunk, final=not chunk), found, line=line)
        if not chunk:
            return found
        line += chunk.count(b"\n")


def _count_letters(text: str, found: _Evidence, *, line: int) -> None:
    """Count letters that are proper UTF-8 and bytes that are not (kept as surrogates)."""
    broken = sum(map(len, BROKEN_RUN.findall(text)))
    found.utf8_letters += sum(map(len, NOT_ASCII_RUN.findall(text))) - broken
    found.broken_bytes += broken
    if broken and found.first_broken_line is None:
        first = BROKEN_RUN.search(text)
        assert first is not None
        found.first_broken_line = line + text.count("\n", 0, first.start())


def _from_evidence(found: _Evidence, *, name: str) -> Encoding:
    if found.utf8_letters >= found.broken_bytes:
        raise TableError(
            f"The file is UTF-8, but near line {found.first_broken_line} some bytes are not: "
            f"two files of different encodings may have been joined. {SAVE_AS_UTF8}",
            file=name,
        )
    if found.undefined_line is not None:
        raise TableError(
            "The file is neither UTF-8 nor Windows-1252: near line "
            f"{found.undefined_line} there are bytes that neither knows. {SAVE_AS_UTF8}",
            file=name,
        )
    if found.foreign_bytes > FOREIGN_SHARE * found.high_bytes:
        raise TableError(
            "The file is neither UTF-8 nor Windows-1252: its letters would come out scrambled. "
            f"{SAVE_AS_UTF8}",
            file=name,
        )
    return Encoding(
        "cp1252",
        "Windows-1252",
        "The file is not UTF-8; it was read as Windows-1252. Look at a name with an accent.",
    )


def _nul_error(line: int, *, name: str) -> TableError:
    return TableError(
        f"Near line {line} there is a NUL character, so this is a damaged file or not a text "
        f"file. {SAVE_AS_UTF8}",
        file=name,
    )
