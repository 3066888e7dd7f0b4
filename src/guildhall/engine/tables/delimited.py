"""Records of a CSV file, one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator
from typing import BinaryIO

from .delimiters import (
    DELIMITER_NAMES,
    SAMPLE_CHARACTERS,
    Delimiter,
    declared_delimiter,
    likely_delimiter,
)
from .encodings import file_encoding
from .errors import TableError
from .table import Limits


class DelimitedRecords:
    """The records of a text file as (row number, cells); blank lines count as rows."""

    kind = "csv"
    sheet: str | None = None

    def __init__(self, file: BinaryIO, *, name: str, limits: Limits) -> None:
        self._file = file
        self._name = name
        self._limits = limits
        self._size = max(file.seek(0, io.SEEK_END), 1)
        encoding = file_encoding(file, name=name)
        self._codec = encoding.codec
        self._has_sep_line = False
        delimiter = self._delimiter()
        self.encoding: str | None = encoding.label
        self.delimiter: str | None = delimiter.character
        self.notes = tuple(note for note in (encoding.note, delimiter.note) if note)

    def _delimiter(self) -> Delimiter:
        text = self._text()
        start = text.read(SAMPLE_CHARACTERS)
        text.detach()
        declared = declared_delimiter(start.splitlines()[0] if start.strip() else "")
        if declared is not None:
            self._has_sep_line = True
            return Delimiter(declared)
        return likely_delimiter(start, is_whole=len(start) < SAMPLE_CHARACTERS, name=self._name)

    def _text(self) -> io.TextIOWrapper:
        self._file.seek(0)
        return io.TextIOWrapper(self._file, encoding=self._codec, newline="")

    def __iter__(self) -> Generator[tuple[int, list[str]], None, None]:
        text = self._text()
        if self._has_sep_line:
            text.readline()
        assert self.delimiter is not None
        # strict: a quotation mark that is not closed must not swallow the rest of the file
        reader = csv.reader(text, delimiter=self.delimiter, strict=True, skipinitialspace=True)
        number = 0
        try:
            for number, record in enumerate(reader, start=1):
                yield number, record
        except csv.Error as error:
            raise self._error(error, row=number + 1) from error
        finally:
            text.detach()  # or the wrapper would close the file under its owner

    def _error(self, error: csv.Error, *, row: int) -> TableError:
        reason = str(error)
        if "unexpected end of data" in reason:
            message = (
                "A cell that starts here has an opening quotation mark and no closing one. "
                "Add the closing one, or delete both."
            )
        elif "field larger than field limit" in reason:
            message = (
                f"A cell is longer than {self._limits.cell_characters:,} characters; usually a "
                "closing quotation mark is missing. Add it, or shorten the cell."
            )
        else:
            assert self.delimiter is not None
            mark = DELIMITER_NAMES.get(self.delimiter, f"“{self.delimiter}”")
            message = (
                "The quotation marks of this row do not pair up. Write a mark inside a quoted "
                f'cell twice (""), and put a {mark} after the closing one.'
            )
        return TableError(message, file=self._name, row=row)

    @property
    def fraction(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return min(self._file.tell() / self._size, 1.0)
