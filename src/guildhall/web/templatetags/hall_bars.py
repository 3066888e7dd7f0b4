"""Bars: phases, points of a maximum, pairs by state, and the evidence ladder.

Widths are SVG attributes in percent: the content policy refuses inline styles, and a rectangle in
percent keeps its round corners at any width.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

STATE_ORDER = ("person", "nudge", "track", "early", "paused")
RUNGS = {
    "A": (5, _("Randomized")),
    "B": (4, _("Before and after, with a comparison")),
    "C": (3, _("Matched comparison")),
    "D": (2, _("Before and after only")),
    "E": (1, _("What people said")),
}


def phase_bar(done: int, total: int, words: str = "") -> SafeString:
    """`{% phase_bar done=2 total=5 words="Interim meetings" %}`: the phase after `done` is now."""
    steps = []
    for index in range(total):
        kind = "done" if index < done else "now" if index == done else "coming"
        steps.append((kind,))
    said = gettext("Phase %(now)s of %(total)s") % {"now": min(done + 1, total), "total": total}
    if done >= total:
        said = gettext("All %(total)s phases done") % {"total": total}
    return format_html(
        '<span class="phases"><span class="phase-bars" role="img" aria-label="{}">{}</span>{}'
        "</span>",
        said,
        format_html_join("", '<span class="phase phase-{}"></span>', steps),
        format_html('<span class="phase-words">{}</span>', words) if words else "",
    )


def percent(value: float, of: float) -> str:
    share = 0.0 if of <= 0 else max(0.0, min(1.0, value / of))
    return f"{share * 100:.4g}%"


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def meter(value: float, of: float, tone: str = "brand") -> SafeString:
    """`{% meter 23 25 %}`: one bar, with its words for screen readers."""
    said = gettext("%(value)s of %(of)s") % {"value": number(value), "of": number(of)}
    return format_html(
        '<svg class="meter" width="100%" height="8" role="img" aria-label="{}">'
        '<rect class="meter-ground" width="100%" height="8" rx="2"/>'
        '<rect class="meter-{}" width="{}" height="8" rx="2"/></svg>',
        said,
        tone,
        percent(value, of),
    )


def contribution(name: str, points: float, of: float, reason: str = "") -> SafeString:
    """`{% contribution "Languages" 3 5 "Spanish" %}`: name, bar, points of maximum, reason."""
    return format_html(
        '<li class="contribution"><span class="contribution-name">{}</span>'
        '<span class="contribution-bar">{}</span>'
        '<span class="contribution-points" aria-hidden="true"><b>{}</b> / {}</span>{}</li>',
        name,
        meter(points, of),
        number(points),
        number(of),
        format_html('<span class="contribution-reason">{}</span>', reason) if reason else "",
    )


def state_bar(
    person: int = 0, nudge: int = 0, track: int = 0, early: int = 0, paused: int = 0
) -> SafeString:
    """Pairs by state as one bar; a state with few pairs stays at least a sliver wide."""
    counts = dict(zip(STATE_ORDER, (person, nudge, track, early, paused), strict=True))
    total = sum(counts.values())
    if not total:
        return SafeString("")
    sliver = total * 0.012
    widths = {state: max(count, sliver) for state, count in counts.items() if count}
    whole = sum(widths.values())
    rects, x = [], 0.0
    for state, width in widths.items():
        rects.append((state, percent(x, whole), percent(width, whole)))
        x += width
    said = gettext("%(track)s on track, %(nudge)s worth a nudge, %(person)s need a person") % counts
    waiting = counts["early"] + counts["paused"]
    said += ", " + ngettext("%(n)s paused or too early", "%(n)s paused or too early", waiting) % {
        "n": waiting
    }
    return format_html(
        '<svg class="state-bar" width="100%" height="12" role="img" aria-label="{}">{}</svg>',
        said,
        format_html_join(
            "", '<rect class="bar-{}" x="{}" y="1" width="{}" height="10" rx="2"/>', rects
        ),
    )


def rung(letter: str, design: str = "") -> SafeString:
    """`{% rung "D" %}`: ladder with one to five filled rungs, letter and design."""
    filled, own_design = RUNGS[letter]
    steps = []
    for place in range(1, 6):
        kind = "on" if place <= filled else "off"
        steps.append(f'<path class="rung-{kind}" d="M3.5 {23 - place * 4}h7"/>')
    ladder = mark_safe("".join(steps))  # noqa: S308 (built from constants above)
    return format_html(
        '<span class="rung"><svg width="14" height="22" viewBox="0 0 14 22" aria-hidden="true">'
        '<path class="rung-side" d="M2 0v22M12 0v22"/>{}</svg><span><b>{}</b> · {}</span></span>',
        ladder,
        gettext("Rung %(letter)s") % {"letter": letter},
        design or gettext(own_design),
    )
