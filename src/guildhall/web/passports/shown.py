"""The page of a passport as its template draws it: lines with their words."""

from dataclasses import dataclass

from guildhall.assessment.queries.passport import Cell, Line, PassportPage
from guildhall.assessment.queries.ratings import Compared
from guildhall.competencies.models import Competency
from guildhall.web.passports.words import Said, gap_words, line_words, rated_words

# A phone shows so many of the newest columns.
ON_PHONE = 2


@dataclass(frozen=True)
class CellShown:
    """A cell; older ones are left out on a phone."""

    cell: Cell
    is_older: bool


@dataclass(frozen=True)
class LineShown:
    """One row of the matrix."""

    competency: Competency
    cells: tuple[CellShown, ...]
    compared: Compared | None
    rated: str
    said: Said


@dataclass(frozen=True)
class GroupShown:
    """The rows under one heading."""

    name: str
    lines: tuple[LineShown, ...]


def groups_shown(page: PassportPage) -> list[GroupShown]:
    """The matrix, domain by domain."""
    return [
        GroupShown(group.name, tuple(_line(line, page) for line in group.lines))
        for group in page.groups
    ]


def _line(line: Line, page: PassportPage) -> LineShown:
    older = len(line.cells) - ON_PHONE
    newest = page.newest_round
    waiting = newest.round if newest and not newest.is_settled else None
    return LineShown(
        competency=line.competency,
        cells=tuple(CellShown(cell, place < older) for place, cell in enumerate(line.cells)),
        compared=line.compared,
        rated=gap_words(line.compared.gap) if line.compared else rated_words(line, waiting),
        said=line_words(line, page.today),
    )
