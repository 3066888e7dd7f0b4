"""The line of a course: its months, its meetings as shapes, and today."""

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guildhall.preceptorship.queries.schedule import DemandLine
from guildhall.web.courses.words import PILLS
from guildhall.web.templatetags.hall_labels import state_shape

# From the left edge, in percent: where the first day stands, and how wide the course is.
LEFT, WIDE = 3.0, 92.0


def course_line(
    lines: Sequence[DemandLine], start: dt.date, end: dt.date, today: dt.date
) -> SafeString:
    """Every demanded meeting on a line from the first to the last day; the list below it says the
    same in words."""
    span = max((end - start).days, 1)
    done = sum(1 for line in lines if line.is_done)
    said = gettext("%(done)s of %(all)s meetings held") % {"done": done, "all": len(lines)}
    share = min(max((today - start).days / span, 0), 1)
    side = ("end", "-6") if share > 0.8 else ("start", "6")
    now = _place(today, start, span)
    return format_html(
        '<div class="course-line"><svg width="100%" height="64" role="img" aria-label="{}">'
        '<line class="chart-axis" x1="2%" x2="97%" y1="40" y2="40"/>{}'
        '<line class="course-done" x1="{}" x2="{}" y1="40" y2="40"/>'
        '<line class="chart-line" x1="{}" x2="{}" y1="16" y2="58"/>'
        '<text class="chart-today" x="{}" y="12" text-anchor="{}" dx="{}">{}</text>{}</svg></div>',
        said,
        format_html_join(
            "",
            '<line class="chart-axis" x1="{}" x2="{}" y1="36" y2="44"/>',
            _months(start, end, span),
        ),
        _place(start, start, span),
        now,
        now,
        now,
        now,
        *side,
        gettext("today"),
        format_html_join(
            "",
            '<svg x="{}" y="32" overflow="visible"><circle class="course-ground" cx="0" cy="8"'
            ' r="11"/><g transform="translate(-8 0)">{}</g></svg>',
            [(_place(line.on, start, span), _shape(line, today)) for line in lines],
        ),
    )


def _place(day: dt.date, start: dt.date, span: int) -> str:
    share = min(max((day - start).days / span, 0), 1)
    return f"{LEFT + share * WIDE:.4g}%"


def _months(start: dt.date, end: dt.date, span: int) -> list[tuple[str, str]]:
    """A short stroke at the first of each month."""
    found, day = [], (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    while day < end:
        place = _place(day, start, span)
        found.append((place, place))
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return found


def _shape(line: DemandLine, today: dt.date) -> SafeString:
    return state_shape("person" if line.is_late(today) else PILLS[line.state])
