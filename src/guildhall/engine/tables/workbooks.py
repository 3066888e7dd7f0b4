"""Records of an Excel workbook (.xlsx), one at a time, as the texts that a reader would see."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, iterparse

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import (
    CELL_TAG,
    DATA_TAG,
    FORMULA_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)

from .errors import TableError
from .table import Limits

LAST_DAY_NUMBER = 2_958_466  # the day after 9999-12-31 as Excel counts days
STRICT_FORMAT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
MERGED_CELLS = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
DAMAGED = "The workbook is damaged. Open it in a spreadsheet program and save it as .xlsx again."


class _NotCalculated:
    """Stands for a formula whose result the workbook does not hold."""


class _NotADate:
    """Stands for a number that is formatted as a date and is none."""


class _SheetParser(WorkSheetParser):
    """Rows of one sheet, as openpyxl reads them, in memory that does not grow with the sheet."""

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        sheet_data: Any = None
        # safe: `check_archive` refuses parts that declare entities
        events = iterparse(self.source, events=("start", "end"))  # noqa: S314
        element: Any
        for event, element in events:
            if event == "start":
                if element.tag == DATA_TAG:
                    sheet_data = element
            elif element.tag == ROW_TAG:
                yield self.parse_row(element)
                sheet_data.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_cell(self, element: Element) -> dict[str, Any]:
        if element.tag != CELL_TAG:
            return {"column": self.col_counter, "value": None, "data_type": "n"}
        is_text = element.get("t") in ("str", "inlineStr")
        if element.find(FORMULA_TAG) is not None:
            result = element.find(VALUE_TAG)
            if result is None or (not result.text and not is_text):
                cell = super().parse_cell(element)
                return {**cell, "value": _NotCalculated, "data_type": "f"}
        if self._is_beyond_calendar(element):
            cell = super().parse_cell(_without_style(element))
            return {**cell, "value": _NotADate, "data_type": "f"}
        return super().parse_cell(element)

    def _is_beyond_calendar(self, element: Element) -> bool:
        style = element.get("s")
        if not style or element.get("t", "n") != "n" or int(style) not in self.date_formats:
            return False
        value = element.findtext(VALUE_TAG)
        return bool(value) and not 0 <= float(value or 0) < LAST_DAY_NUMBER


def _without_style(element: Element) -> Element:
    copy = Element(element.tag, {k: v for k, v in element.attrib.items() if k != "s"})
    copy.extend(list(element))
    return copy


class WorkbookRecords:
    """The records of the first visible sheet that has any, as (row number, cells)."""

    kind = "xlsx"
    encoding: str | None = None
    delimiter: str | None = None

    def __init__(self, file: BinaryIO, *, name: str, limits: Limits) -> None:
        self._name = name
        self._position = 0
        self._workbook = _loaded(file, name=name)
        self._sheet, self.notes = self._chosen_sheet()
        self.sheet: str | None = self._sheet.title
        self._size: int = max(
            self._workbook._archive.getinfo(self._sheet._worksheet_path).file_size, 1
        )

    def _chosen_sheet(self) -> tuple[Any, tuple[str, ...]]:
        sheets = [s for s in self._workbook.worksheets if isinstance(s, ReadOnlyWorksheet)]
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        chosen = next((sheet for sheet in visible if self._has_content(sheet)), None)
        if chosen is None:
            hidden = len(visible) < len(sheets)
            raise TableError(
                "The workbook has no visible sheet with anything in it."
                + (" Show the hidden sheet, or move its rows." if hidden else " Add the rows."),
                file=self._name,
            )
        others = [f"“{sheet.title}”" for sheet in sheets if sheet is not chosen]
        if not others:
            return chosen, ()
        return chosen, (f"The sheet “{chosen.title}” was read; not read: {', '.join(others)}.",)

    def _has_content(self, sheet: Any) -> bool:
        return any(
            value is not None and value != ""
            for _, cells in self._parsed(sheet)
            for value in (cell["value"] for cell in cells)
        )

    def _parsed(self, sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        workbook = self._workbook
        row = 0
        try:
            with workbook._archive.open(sheet._worksheet_path) as source:
                parser = _SheetParser(
                    source,
                    sheet._shared_strings,
                    data_only=True,
                    epoch=workbook.epoch,
                    date_formats=workbook._date_formats,
                    timedelta_formats=workbook._timedelta_formats,
                )
                for row, cells in parser.rows():
                    self._position = source.tell()
                    yield row, cells
        except Exception as error:  # a damaged sheet can fail anywhere in the library
            raise TableError(DAMAGED, file=self._name, row=row + 1) from error

    def __iter__(self) -> Generator[tuple[int, list[str]], None, None]:
        for number, cells in self._parsed(self._sheet):
            texts: list[str] = []
            for cell in cells:
                value = cell["value"]
                if value is None:
                    continue
                column = cell["column"]
                texts.extend([""] * (column - len(texts)))
                texts[column - 1] = self._text(value, cell["data_type"], number, column)
            yield number, texts

    def _text(self, value: object, data_type: str, row: int, column: int) -> str:
        if isinstance(value, str) and data_type != "e":
            return value.replace("_x000D_", "") if "_x000D_" in value else value
        letter = get_column_letter(column)
        if value is _NotCalculated:
            raise TableError(
                "The formula in this cell has no stored result. Open the workbook in a "
                "spreadsheet program, let it calculate, and save it again.",
                file=self._name,
                row=row,
                column=letter,
            )
        if value is _NotADate:
            raise TableError(
                "The cell is formatted as a date, but its number is no day of the calendar. "
                "Type the date again, or format the cell as text.",
                file=self._name,
                row=row,
                column=letter,
            )
        if data_type == "e":
            raise TableError(
                f"The cell holds the spreadsheet error {value}. Correct its formula, or clear "
                "the cell.",
                file=self._name,
                row=row,
                column=letter,
            )
        return shown(value)

    def merged_headings(self, row: int) -> str | None:
        """The first range of merged cells that touches this row, such as "B1:D1"."""
        with self._workbook._archive.open(self._sheet._worksheet_path) as source:
            rest = b""
            while chunk := source.read(1 << 20):
                for match in MERGED_CELLS.finditer(rest + chunk):
                    first, last = (
                        int(re.sub(r"\D", "", end)) for end in match.group(1).decode().split(":")
                    )
                    if first <= row <= last:
                        return match.group(1).decode()
                rest = chunk[-200:]
        return None

    @property
    def fraction(self) -> float:
        """How much of the sheet was read, from 0 to 1."""
        return min(self._position / self._size, 1.0)


def _loaded(file: BinaryIO, *, name: str) -> Any:
    """The workbook, opened for reading cell by cell; whatever goes wrong becomes a TableError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # a workbook of unknown origin can fail anywhere in the library
        file.seek(0)
        if _is_strict_format(file):
            raise TableError(
                "The workbook is in the format “Strict Open XML”. Save it as an ordinary Excel "
                "workbook (.xlsx).",
                file=name,
            ) from error
        raise TableError(DAMAGED, file=name) from error


def _is_strict_format(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return STRICT_FORMAT in archive.read("xl/workbook.xml")
    except Exception:  # damaged beyond this question
        return False


def shown(value: object) -> str:
    """A number, date, time or truth value of a workbook as text: 4, 2026-12-31, 16:30, TRUE."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case dt.datetime():
            if value.time() == dt.time():
                return value.date().isoformat()
            return value.isoformat(sep=" ", timespec="minutes" if not value.second else "seconds")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.isoformat(timespec="minutes" if not value.second else "seconds")
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return str(value)
