"""The wheel of life and its lines over time, drawn from the table that stands beside them."""

import math
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guildhall.mentoring.queries.reflections import AreaOverTime

MIDDLE, REACH, HIGHEST = 120.0, 96.0, 10
WIDTH, HEIGHT = 96.0, 24.0


def life_wheel(areas: Sequence[AreaOverTime]) -> SafeString:
    """`{% life_wheel wheel.areas %}`: a wedge an area as far out as its latest mark, with the mark
    before as an arc. The numbers around it are those of the table's rows."""
    if not areas:
        return SafeString("")
    step = 2 * math.pi / len(areas)
    wedges, arcs, labels = [], [], []
    for place, area in enumerate(areas):
        begin, end = place * step, (place + 1) * step
        if area.now:
            wedges.append((_wedge(begin, end, _radius(area.now)),))
        if area.before:
            arcs.append((_arc(begin, end, _radius(area.before)),))
        x, y = _point((begin + end) / 2, REACH + 12)
        labels.append((x, y, place + 1))
    said = ", ".join(
        f"{gettext(area.area.name)} {area.now}" for area in areas if area.now is not None
    )
    return format_html(
        '<svg class="life-wheel" viewBox="0 0 240 240" role="img" aria-label="{}">'
        '<circle class="wheel-rim" cx="120" cy="120" r="96"/>'
        '<circle class="wheel-rim" cx="120" cy="120" r="48"/>{}{}{}</svg>',
        said or gettext("Nothing is marked"),
        format_html_join("", '<path class="wheel-wedge" d="{}"/>', wedges),
        format_html_join("", '<path class="wheel-before" d="{}"/>', arcs),
        format_html_join(
            "",
            '<text class="wheel-number" x="{}" y="{}" text-anchor="middle" dy="4">{}</text>',
            labels,
        ),
    )


def mark_line(marks: Sequence[int | None]) -> SafeString:
    """`{% mark_line row.marks %}`: marks from 1 to 10 as a small line; the figures stand beside
    it, so it is hidden from screen readers."""
    known = [(place, mark) for place, mark in enumerate(marks) if mark]
    if len(known) < 2:
        return SafeString("")
    span = max(len(marks) - 1, 1)
    points = " ".join(
        f"{4 + place / span * (WIDTH - 8):.1f},{HEIGHT - 2 - mark / HIGHEST * (HEIGHT - 4):.1f}"
        for place, mark in known
    )
    return format_html(
        '<svg class="mark-line" viewBox="0 0 96 24" width="96" height="24" aria-hidden="true">'
        '<polyline points="{}"/></svg>',
        points,
    )


def _radius(mark: int) -> float:
    return REACH * mark / HIGHEST


def _point(angle: float, radius: float) -> tuple[str, str]:
    """Clockwise from the top."""
    x, y = MIDDLE + radius * math.sin(angle), MIDDLE - radius * math.cos(angle)
    return f"{x:.1f}", f"{y:.1f}"


def _arc(begin: float, end: float, radius: float) -> str:
    (x1, y1), (x2, y2) = _point(begin, radius), _point(end, radius)
    return f"M{x1} {y1}A{radius:.1f} {radius:.1f} 0 0 1 {x2} {y2}"


def _wedge(begin: float, end: float, radius: float) -> str:
    return f"M120 120L{_arc(begin, end, radius)[1:]}Z"
