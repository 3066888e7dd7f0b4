"""Dates in cells. Whether 03/04/2026 means April 3 or March 4 is decided by the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from .errors import CellError, quoted

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
TIME_OF_DAY = (
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME_OF_DAY}")
DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}){TIME_OF_DAY}")
EITHER_WAY = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){TIME_OF_DAY}")
DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:th|st|[nr]d)?[\s.-]+([A-Za-z]{3,9})\.?[\s,-]+(\d{4})")
MONTH_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:th|st|[nr]d)?,?\s+(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}[./-](?:\d{1,2}|[A-Za-z]{3,9})[./-]\d{2}")
ADVICE = "Type it as year-month-day, such as 2026-12-31."


class DateOrder(StrEnum):
    """How the dates of a column with slashes or dashes are to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """The order that all dates of a column share; None where none of them leaves a doubt.

    Raises `CellError` where the column proves both orders, or holds dates such as 03/04/2026 and
    nothing that proves either.

    >>> date_order(["03/04/2026", "12/31/2026"]).value
    'month_first'
    """
    day_first = month_first = doubtful = None
    for text in texts:
        match = EITHER_WAY.fullmatch(text.strip())
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            day_first = day_first or text
        elif second > 12 >= first:
            month_first = month_first or text
        elif first != second:
            doubtful = doubtful or text
    if day_first and month_first:
        raise CellError(
            "mixed_dates",
            f"The column has {quoted(day_first)} with the day first and {quoted(month_first)} "
            f"with the month first. {ADVICE}",
        )
    if day_first:
        return DateOrder.DAY_FIRST
    if month_first:
        return DateOrder.MONTH_FIRST
    if doubtful:
        raise CellError("ambiguous_date", _doubt(doubtful))
    return None


def parse_date(text: str, *, order: DateOrder | None = None) -> dt.date:
    """One date: 2026-12-31, 31.12.2026, 31 Dec 2026, Dec 31, 2026; with `order`, 12/31/2026.

    `order` is what `date_order` says of the column. A time of day after it is left out.

    >>> parse_date("31 Dec 2026"), parse_date("3/4/2026", order=DateOrder.DAY_FIRST)
    (datetime.date(2026, 12, 31), datetime.date(2026, 4, 3))
    """
    value = text.strip()
    if not value:
        raise CellError("empty", f"The cell is empty. {ADVICE.replace('it', 'a date', 1)}")
    parts = _parts(value, order)
    if parts is None:
        raise _not_a_date(value)
    try:
        return dt.date(*parts)
    except ValueError as error:
        raise CellError(
            "no_such_day", f"{quoted(text)} is not a day of the calendar. {ADVICE}"
        ) from error


def _parts(value: str, order: DateOrder | None) -> tuple[int, int, int] | None:
    if match := YEAR_FIRST.fullmatch(value):
        return int(match[1]), int(match[2]), int(match[3])
    if match := DOTTED.fullmatch(value):
        return int(match[3]), int(match[2]), int(match[1])
    if match := DAY_MONTH_NAME.fullmatch(value):
        month = _month(match[2])
        return (int(match[3]), month, int(match[1])) if month else None
    if match := MONTH_NAME_DAY.fullmatch(value):
        month = _month(match[1])
        return (int(match[3]), month, int(match[2])) if month else None
    if match := EITHER_WAY.fullmatch(value):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if order is None and first <= 12 and second <= 12 and first != second:
            raise CellError("ambiguous_date", _doubt(value))
        is_month_first = order is DateOrder.MONTH_FIRST or (order is None and second > 12)
        return (year, first, second) if is_month_first else (year, second, first)
    return None


def _month(name: str) -> int | None:
    """The number of a month by its English name, whole or cut to three letters (or "Sept")."""
    lower = name.lower()
    for number, month in enumerate(MONTHS, start=1):
        if lower in (month, month[:3]) or lower == "sept" == month[:4]:
            return number
    return None


def _doubt(text: str) -> str:
    return f"{quoted(text)} can be read with the day or the month first. {ADVICE}"


def _not_a_date(value: str) -> CellError:
    if SHORT_YEAR.fullmatch(value):
        return CellError("short_year", f"{quoted(value)} has a year of two digits. {ADVICE}")
    if re.fullmatch(r"\d{5}(?:\.\d+)?", value):
        return CellError(
            "day_number",
            f"{quoted(value)} is a spreadsheet's own day number. Format the column as a date, "
            "or type it as year-month-day.",
        )
    return CellError("not_a_date", f"{quoted(value)} is not a date. {ADVICE}")
