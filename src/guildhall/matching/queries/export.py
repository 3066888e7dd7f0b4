"""A draft as a file: pairs and unmatched, as CSV or as a workbook. Nothing in it can run."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from guildhall.engine.tables import write_csv
from guildhall.engine.tables.formulas import guarded
from guildhall.engine.tables.writing import Cell
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.unmatched import unmatched_page, unmatched_rows
from guildhall.matching.reading import COORDINATORS, Circle, readable_labels
from guildhall.programs.models import Enrollment
from guildhall.relationships.reasons import said_again

Rows = Sequence[Sequence[Cell]]


def pairs_csv(round: MatchRound, *, circle: Circle = COORDINATORS) -> bytes:
    """One row a pair: who, how well, and why, as far as this circle may read it."""
    return write_csv(_pairs(round, circle), _pair_headings())


def unmatched_csv(round: MatchRound, *, circle: Circle = COORDINATORS) -> bytes:
    """One row for everybody who is without a guide, and why."""
    return write_csv(_unmatched(round, circle), _unmatched_headings())


def round_workbook(round: MatchRound, *, circle: Circle = COORDINATORS) -> bytes:
    """Both in one workbook, on two sheets."""
    book = Workbook(write_only=True)
    sheets = (
        (_("Pairs"), _pair_headings(), _pairs(round, circle)),
        (_("Without a match"), _unmatched_headings(), _unmatched(round, circle)),
    )
    for title, headings, rows in sheets:
        sheet = book.create_sheet(title)
        for row in ([*headings], *rows):
            sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _pair_headings() -> list[str]:
    return [
        _("Learner"),
        _("Learner e-mail"),
        _("Guide"),
        _("Guide e-mail"),
        _("Points"),
        _("Of"),
        _("Pinned"),
        _("Breaks a rule"),
        _("Why"),
    ]


def _unmatched_headings() -> list[str]:
    return [_("Learner"), _("Learner e-mail"), _("Guides still wanted"), _("Why")]


def _pairs(round: MatchRound, circle: Circle) -> Rows:
    rows = round.proposals.select_related("guide__person", "learner__person")
    return [
        [
            *_who(row.learner),
            *_who(row.guide),
            float(row.score),
            float(row.maximum),
            _("yes") if row.is_pinned else "",
            readable_labels(row.breaks_rule, round.criteria, circle),
            _reasons(row.contributions, circle),
        ]
        for row in rows.order_by("learner__person__family_name", "learner_id", "guide_id")
    ]


def _unmatched(round: MatchRound, circle: Circle) -> Rows:
    rows = list(unmatched_rows(round))
    people = {row.enrollment_id: row.enrollment for row in rows}
    return [
        [*_who(people[row.enrollment_id]), row.missing, row.reason]
        for row in unmatched_page(rows, round=round, circle=circle)
    ]


def _who(enrollment: Enrollment) -> tuple[str, str]:
    return enrollment.person.name, enrollment.person.email


def _reasons(contributions: Iterable[Mapping[str, Any]], circle: Circle) -> str:
    """Points and words of each preference. A file travels, so what nobody may read stays out."""
    parts = []
    for item in contributions:
        if item["readable_by"] == "nobody" or item["readable_by"] not in circle:
            continue
        words = said_again(item)
        points = _("%(label)s %(points)s of %(of)s") % item
        parts.append(f"{points}: {words}" if words else points)
    return "; ".join(parts)
