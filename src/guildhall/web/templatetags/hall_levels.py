"""Levels of a scale: a tile with its code, and two ratings on one line of steps."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guildhall.assessment.queries.passport import Cell
from guildhall.assessment.queries.ratings import Compared
from guildhall.assessment.queries.record import Record
from guildhall.competencies.states import Allows
from guildhall.web.shared.markup import fill, joined

PITCH, MARGIN, MIDDLE = 12, 9, 10
ROOF = (
    '<svg class="level-roof" width="22" height="9" viewBox="0 0 22 9" aria-hidden="true">'
    '<path d="M2.5 7.6 11 1.4l8.5 6.2"/></svg>'
)


def level_tile(code: str, allows: int, name: str = "", is_signed: bool = False) -> SafeString:
    """`{% level_tile "2b" 2 "in the room" %}`: a level on the ground of what it allows; the roof
    marks a sign-off."""
    said = gettext("%(name)s, signed off") % {"name": name} if is_signed else name
    return fill(
        '<span class="level level-{}">{}{}<span class="visually-hidden"> {}</span></span>',
        allows,
        SafeString(ROOF if is_signed else ""),
        code,
        said,
    )


def level_cell(cell: Cell) -> SafeString:
    """`{% level_cell cell %}`: a cell of the matrix; a dot where nothing was seen yet."""
    if cell.level is None:
        return fill(
            '<span class="level-none" aria-hidden="true">·</span>'
            '<span class="visually-hidden">{}</span>',
            gettext("not seen yet"),
        )
    return level_tile(cell.level.code, cell.level.allows, cell.level.name, cell.is_signed)


def level_legend(record: Record) -> SafeString:
    """`{% level_legend page.record %}`: one tile for each thing that levels allow."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for level in record.levels:
        groups.setdefault(level.allows, []).append((level.code, level.name))
    tiles = [
        fill(
            '<li><span class="level level-{} level-small" aria-hidden="true">{}</span> {}</li>',
            allows,
            _family([code for code, _name in found]),
            found[0][1] if len(found) == 1 else Allows(allows).label.lower(),
        )
        for allows, found in groups.items()
    ]
    return fill('<ul class="level-legend">{}</ul>', joined(tiles))


def gap_marks(record: Record, compared: Compared) -> SafeString:
    """`{% gap_marks page.record line.compared %}`: the self-rating as a ring, the preceptor's as a
    dot, on the steps of the scale. The words stand beside it."""
    own = _at(record.scale.place(compared.gap.own))
    other = _at(record.scale.place(compared.gap.other))
    steps = [_dot(_at(place)) for place in range(len(record.levels))]
    width = 2 * MARGIN + PITCH * (len(record.levels) - 1)
    return fill(
        '<svg class="gap-marks" width="{0}" height="20" viewBox="0 0 {0} 20" aria-hidden="true">'
        '<line class="gap-track" x1="{1}" x2="{2}" y1="10" y2="10"/>{3}'
        '<line class="gap-between" x1="{4}" x2="{5}" y1="10" y2="10"/>'
        '<circle class="gap-other" cx="{5}" cy="10" r="4.8"/>'
        '<circle class="gap-own" cx="{4}" cy="10" r="7"/></svg>',
        width,
        MARGIN,
        width - MARGIN,
        joined(steps),
        own,
        other,
    )


def _at(place: int) -> int:
    return MARGIN + PITCH * place


def _dot(x: int) -> SafeString:
    return fill('<circle class="gap-step" cx="{}" cy="{}" r="1.4"/>', x, MIDDLE)


def _family(codes: list[str]) -> str:
    """What the codes of one thing have in common: “2” for 2a and 2b."""
    first = codes[0]
    ends = [n for n in range(len(first), 0, -1) if all(c.startswith(first[:n]) for c in codes)]
    return first[: ends[0]] if ends else first
