"""Charts as SVG, each drawn from the table that follows it.

Positions are percentages, so that a chart is laid out for the width it gets and never shrunk.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from guildhall.core.dates import short_day

MARK_STATES = ("person", "nudge", "early", "paused", "track")
MARK_WORDS = {
    "person": _("need a person"),
    "nudge": _("worth a nudge"),
    "early": _("too early"),
    "paused": _("paused"),
    "track": _("on track"),
}
PITCH = 18


def histogram(
    rows: Sequence[tuple[float, int]],
    median: float | None = None,
    low: float | None = None,
    high: float | None = None,
    caption: str = "",
    unit: str = "",
) -> SafeString:
    """`{% histogram rows median=79 %}`; rows are (lower edge, count) of bins of equal width.

    The line is the median. `low` and `high` set the axis, so that small multiples share it.
    """
    if not rows:
        return SafeString("")
    edges = [float(edge) for edge, _count in rows]
    width = edges[1] - edges[0] if len(edges) > 1 else 1.0
    low = edges[0] if low is None else float(low)
    high = edges[-1] + width if high is None else float(high)
    tallest = max(count for _edge, count in rows) or 1
    span = (high - low) or 1.0
    bars = []
    for edge, (_edge, count) in zip(edges, rows, strict=True):
        height = round(54 * count / tallest, 1)
        if count:
            bars.append((_at(edge, low, span), 60 - height, f"{width / span * 92:.4g}%", height))
    line = SafeString("")
    if median is not None:
        place = _at(float(median), low, span)
        line = format_html('<line class="chart-line" x1="{0}" x2="{0}" y1="0" y2="60"/>', place)
    said = gettext("%(caption)s, counts by bin") % {"caption": caption or gettext("Histogram")}
    return format_html(
        '<div class="histogram"><svg width="100%" height="61" role="img" aria-label="{}">{}'
        '<line class="chart-axis" x1="0" x2="100%" y1="60.5" y2="60.5"/>{}</svg>'
        '<div class="chart-ends" aria-hidden="true"><span>{}</span><span>{}</span></div>{}</div>',
        said,
        format_html_join(
            "", '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>', bars
        ),
        line,
        _short(low) + unit,
        _short(high) + unit,
        _table(said, [(_short(edge), count) for edge, count in rows], gettext("From")),
    )


def spread_mark(
    low: float,
    q1: float,
    median: float,
    q3: float,
    high: float,
    floor: float = 0,
    ceiling: float = 100,
) -> SafeString:
    """The lowest as a ring, the middle half as a box, the median as a line."""
    span = (ceiling - floor) or 1
    said = gettext(
        "Lowest %(low)s, middle half %(q1)s to %(q3)s, median %(median)s, highest %(high)s"
    ) % {
        "low": _short(low),
        "q1": _short(q1),
        "q3": _short(q3),
        "median": _short(median),
        "high": _short(high),
    }
    return format_html(
        '<svg class="spread-mark" width="100%" height="20" role="img" aria-label="{}">'
        '<line class="chart-whisker" x1="{}" x2="{}" y1="10" y2="10"/>'
        '<rect class="chart-bar" x="{}" y="4" width="{}" height="12" rx="2"/>'
        '<line class="chart-line" x1="{}" x2="{}" y1="2" y2="18"/>'
        '<circle class="chart-lowest" cx="{}" cy="10" r="4"/></svg>',
        said,
        _at(low, floor, span),
        _at(high, floor, span),
        _at(q1, floor, span),
        f"{(q3 - q1) / span * 96:.4g}%",
        _at(median, floor, span),
        _at(median, floor, span),
        _at(low, floor, span),
    )


def pair_marks(counts: Mapping[str, int]) -> SafeString:
    """One mark is one pair, filled column by column; redrawn for a phone, never shrunk."""
    total = sum(counts.get(state, 0) for state in MARK_STATES)
    if not total:
        return SafeString("")
    said = ngettext("%(n)s pair: ", "%(n)s pairs: ", total) % {"n": total}
    said += ", ".join(
        f"{counts[state]} {gettext(MARK_WORDS[state])}"
        for state in MARK_STATES
        if counts.get(state)
    )
    return format_html(
        '<div class="pair-marks" role="img" aria-label="{}">{}{}</div>',
        said,
        _mark_grid(counts, total, columns=39, css="not-phone", scale=1),
        _mark_grid(counts, total, columns=26, css="only-phone", scale=2 / 3),
    )


def rhythm_marks(
    days: Sequence[dt.date], start: dt.date, end: dt.date, today: dt.date
) -> SafeString:
    """Meetings as small arches on a line from `start` to `end`, with today's line."""
    span = max((end - start).days, 1)
    meetings = [(f"{4 + (day - start).days / span * 90:.4g}%",) for day in days]
    share = min(max((today - start).days / span, 0), 1)
    place = f"{4 + share * 90:.4g}%"
    # In the first days the word stands to the right of its line, or it would be cut off.
    side = ("end", "6") if share > 0.2 else ("start", "-6")
    said = ngettext(
        "%(n)s meeting from %(start)s to %(today)s",
        "%(n)s meetings from %(start)s to %(today)s",
        len(days),
    ) % {"n": len(days), "start": _day(start), "today": _day(today)}
    return format_html(
        '<div class="rhythm"><svg width="100%" height="52" role="img" aria-label="{}">'
        '<line class="chart-axis" x1="2%" x2="98%" y1="46.5" y2="46.5"/>{}'
        '<line class="chart-line" x1="{}" x2="{}" y1="18" y2="52"/>'
        '<text class="chart-today" x="{}" y="12" text-anchor="{}" dx="{}">{}</text></svg>'
        '<div class="chart-ends" aria-hidden="true"><span>{}</span><span>{}</span></div></div>',
        said,
        format_html_join(
            "",
            '<svg class="chart-arch" x="{}" y="28"><path d="M-6.5 18V6a6.5 6 0 0 1 13 0v12z"/>'
            "</svg>",
            meetings,
        ),
        place,
        place,
        place,
        *side,
        gettext("today"),
        _day(start),
        _day(end),
    )


def _mark_grid(
    counts: Mapping[str, int], total: int, *, columns: int, css: str, scale: float
) -> SafeString:
    """One path a state: five hundred marks stay a few kilobytes."""
    rows = max(1, math.ceil(total / columns))
    used = math.ceil(total / rows)
    paths, place = [], 0
    for state in MARK_STATES:
        steps = []
        for _mark in range(counts.get(state, 0)):
            column, row = divmod(place, rows)
            x, y = column * PITCH + PITCH // 2, row * PITCH + PITCH // 2
            steps.append(_mark_step(state, x, y))
            place += 1
        if steps:
            paths.append((state, "".join(steps)))
    return format_html(
        '<svg class="marks {}" viewBox="0 0 {} {}" width="{}" aria-hidden="true">{}</svg>',
        css,
        used * PITCH,
        rows * PITCH,
        round(used * PITCH * scale),
        format_html_join("", '<path class="pair-mark mark-{}" d="{}"/>', paths),
    )


def _mark_step(state: str, x: int, y: int) -> str:
    if state == "person":
        return f"M{x} {y - 7}l7.5 13.5h-15z"
    if state == "nudge":
        return f"M{x} {y - 7.5}l7.5 7.5-7.5 7.5-7.5-7.5z"
    if state == "early":
        return f"M{x - 5} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0"
    if state == "paused":
        return f"M{x - 3} {y - 5.5}v11m6-11v11"
    return f"M{x} {y}h0"


def _table(caption: str, rows: list[tuple[str, int]], first: str) -> SafeString:
    return format_html(
        '<table class="visually-hidden"><caption>{}</caption><thead><tr><th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        caption,
        first,
        gettext("Count"),
        format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows),
    )


def _at(value: float, low: float, span: float) -> str:
    return f"{2 + max(0.0, min(1.0, (value - low) / span)) * 96:.4g}%"


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _day(day: dt.date) -> str:
    return short_day(day)
