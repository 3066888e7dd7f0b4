"""Words with a shape: state, visibility, small tags, counts and dates."""

import datetime as dt
from functools import cache

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guildhall.core.dates import full_day
from guildhall.web.shared.markup import fill
from guildhall.web.templatetags.hall_files import icon

# Each state has its own shape, drawn on 16 × 16, so that no state is told by color alone.
SHAPES = {
    "track": '<circle cx="8" cy="8" r="7"/><path class="cut" d="m4.8 8.2 2.2 2.2 4.2-4.6"/>',
    "nudge": '<path d="M8 .8 15.2 8 8 15.2.8 8z"/>',
    "person": '<path d="M8 1.4a1 1 0 0 1 .9.5l6.5 11.3a1 1 0 0 1-.9 1.5h-13a1 1 0 0 1-.9-1.5L7.1'
    ' 1.9a1 1 0 0 1 .9-.5z"/>',
    "early": '<circle class="ring dashed" cx="8" cy="8" r="6"/>',
    "paused": '<path d="M3.5 2h3v12h-3zm6 0h3v12h-3z"/>',
    "short": '<rect x="1" y="1" width="14" height="14" rx="3"/>'
    '<path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "neutral": '<circle class="ring" cx="8" cy="8" r="5.5"/>',
}
STATE_WORDS = {
    "track": _("On track"),
    "nudge": _("Worth a nudge"),
    "person": _("Needs a person"),
    "early": _("Too early"),
    "paused": _("Paused"),
    "short": _("Lapsed"),
    "neutral": _("Open"),
}
READERS = {
    "self": ("lock", _("Only you")),
    "pair": ("users", _("You two")),
    "program": ("eye", _("The program sees this")),
    "assessed": ("clipboard-check", _("Part of your assessment")),
}
DIFFS = {"new": ("+", _("New")), "changed": ("→", _("Changed")), "removed": ("−", _("Removed"))}


@cache
def state_shape(state: str, size: int = 16) -> SafeString:
    if state not in SHAPES:
        raise ValueError(f"No state “{state}”. States: {', '.join(SHAPES)}.")
    return fill(
        '<svg class="shape shape-{}" width="{}" height="{}" viewBox="0 0 16 16"'
        ' aria-hidden="true">{}</svg>',
        state,
        size,
        size,
        mark_safe(SHAPES[state]),  # noqa: S308 (a constant of this module)
    )


def status(state: str, words: str = "", look: str = "pill") -> SafeString:
    """`{% status "person" "Needs a person" %}`; looks: pill, plain (no ground), shape."""
    said = words or gettext(STATE_WORDS.get(state, ""))
    shape = state_shape(state, 16 if look == "shape" else 13)
    hidden = "visually-hidden" if look == "shape" else "state-words"
    return fill(
        '<span class="state state-{} state-{}">{}<span class="{}">{}</span></span>',
        look,
        state,
        shape,
        hidden,
        said,
    )


def visibility(reader: str, words: str = "") -> SafeString:
    """`{% visibility "pair" "You and Gwen" %}`: who can read the text that it stands on."""
    if reader not in READERS:
        raise ValueError(f"No reader “{reader}”. Readers: {', '.join(READERS)}.")
    name, own_words = READERS[reader]
    return fill(
        '<span class="readers readers-{}">{}{}</span>',
        reader,
        icon(name, 14),
        words or gettext(own_words),
    )


def label(words: str, tone: str = "plain") -> SafeString:
    return fill('<span class="label label-{}">{}</span>', tone, words)


def shared_label(words: str, is_shared: bool = False) -> SafeString:
    """What two people have in common carries an equals sign, and says so to screen readers."""
    if not is_shared:
        return fill('<span class="share">{}</span>', words)
    return fill(
        '<span class="share is-shared"><span aria-hidden="true">=</span> {}'
        '<span class="visually-hidden"> {}</span></span>',
        words,
        gettext("(in common)"),
    )


def count_badge(count: int, noun: str = "") -> SafeString:
    if not count:
        return SafeString("")
    shown = str(count) if count < 100 else "99+"
    return fill(
        '<span class="count-badge">{}<span class="visually-hidden"> {}</span></span>', shown, noun
    )


def number_mark(number: int | str, is_current: bool = False) -> SafeString:
    current = " is-current" if is_current else ""
    return fill('<span class="number-mark{}" aria-hidden="true">{}</span>', current, number)


def diff_mark(kind: str) -> SafeString:
    sign, words = DIFFS[kind]
    return fill(
        '<span class="diff-mark diff-{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        kind,
        sign,
        gettext(words),
    )


def date_tile(date: dt.date | str, tone: str = "plain") -> SafeString:
    """`{% date_tile day tone="amber" %}`: month over day; the whole date for screen readers."""
    day = parse_date(date) if isinstance(date, str) else date
    if day is None:
        return SafeString("")
    return fill(
        '<time class="date-tile date-tile-{}" datetime="{}"><span aria-hidden="true">{}'
        '<b>{}</b></span><span class="visually-hidden">{}</span></time>',
        tone,
        day.strftime("%Y-%m-%d"),
        date_format(day, "M"),
        day.day,
        full_day(day),
    )


def breakable(address: str) -> SafeString:
    """`{{ person.email|breakable }}`: an address that breaks before its @, if it has to."""
    name, at, host = str(address).rpartition("@")
    return fill("{}<wbr>{}{}", name, at, host)
