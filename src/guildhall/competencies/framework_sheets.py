"""Frameworks that come as spreadsheets: which files there are, and what is wrong in them.

Two shapes: one file with a row for each competency (`one_sheet`), and several files with domains,
competencies, skills and levels (`sheet_set`). Both are described in docs/reference/frameworks.md.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from guildhall.competencies.framework_spec import FrameworkSpec, ScaleSpec
from guildhall.core.errors import InvalidInput
from guildhall.engine.tables import Limits, Problem, Table, TableError, read_table

MEGABYTE = 1024 * 1024
LIMITS = Limits(file_bytes=5 * MEGABYTE, rows=2_000, columns=60, unpacked_bytes=50 * MEGABYTE)
MOST_FILES = 20
MOST_COMPETENCIES = 500
MOST_PROBLEMS = 200


@dataclass(frozen=True)
class SheetProblem:
    """One thing to put right, and the file in which it is."""

    file: str
    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            place.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(place)}: {self.message}"


class SheetsRefused(InvalidInput):
    """The files cannot be used; `found` says what is wrong in which."""

    def __init__(self, found: Sequence[SheetProblem]) -> None:
        self.found = tuple(found[:MOST_PROBLEMS])
        self.more = max(0, len(found) - MOST_PROBLEMS)
        super().__init__(
            _("Nothing was taken in. Correct what is listed, and upload again."),
            {str(one): one.message for one in self.found},
        )


@dataclass(frozen=True)
class Sheets:
    """What the files hold; `scale` where they bring one, `remarks` on what was left out."""

    contents: FrameworkSpec
    scale: ScaleSpec | None
    remarks: tuple[str, ...]


def tables_of(files: Sequence[tuple[str, bytes]]) -> dict[str, Table]:
    """The tables by the names of their files; an archive counts as the files in it."""
    found: list[SheetProblem] = []
    tables: dict[str, Table] = {}
    for name, content in _unpacked(files):
        try:
            table = read_table(content, name=name, limits=LIMITS)
        except TableError as error:
            found.append(SheetProblem(error.file or name, error.row, error.column, error.message))
            continue
        if name in tables:
            found.append(SheetProblem(name, None, None, _("This file is here twice. Keep one.")))
        tables[name] = table
    if found:
        raise SheetsRefused(found)
    return tables


def at_row(file: str, problem: Problem) -> SheetProblem:
    """A problem of a cell, in its file."""
    return SheetProblem(file, problem.row, problem.column, problem.message)


def _unpacked(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    unpacked: list[tuple[str, bytes]] = []
    for name, content in files:
        inside = _in_archive(name, content)
        unpacked += [(name, content)] if inside is None else inside
    if len(unpacked) > MOST_FILES:
        raise SheetsRefused(
            [SheetProblem(unpacked[0][0], None, None, _("These are too many files."))]
        )
    return unpacked


def _in_archive(name: str, content: bytes) -> list[tuple[str, bytes]] | None:
    """The CSV files of a ZIP archive; None for anything else, workbooks too."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if any(part.filename == "xl/workbook.xml" for part in parts):
                return None
            sheets = [part for part in parts if _is_sheet(part.filename)]
            _refuse_archive(name, sheets)
            return [(PurePosixPath(part.filename).name, archive.read(part)) for part in sheets]
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        message = _("The archive is damaged or was not copied completely. Copy it again.")
        raise SheetsRefused([SheetProblem(name, None, None, message)]) from error


def _is_sheet(path: str) -> bool:
    return path.lower().endswith(".csv") and not path.startswith("__MACOSX/")


def _refuse_archive(name: str, sheets: Sequence[zipfile.ZipInfo]) -> None:
    message = ""
    if not sheets:
        message = _("There is no CSV file in this archive.")
    elif any(part.flag_bits & 1 for part in sheets):
        message = _("The archive is protected by a password. Pack it again without one.")
    elif len(sheets) > MOST_FILES or sum(part.file_size for part in sheets) > LIMITS.file_bytes:
        message = _("The archive holds too much. Keep only the CSV files of the framework.")
    if message:
        raise SheetsRefused([SheetProblem(name, None, None, message)])


def only(table: Mapping[str, Table]) -> tuple[str, Table]:
    """The one file of a mapping with one."""
    ((name, found),) = table.items()
    return name, found
