"""Hours: in words, and how far they are as a bar."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guildhall.engine.hours import Line
from guildhall.hours.words import hours_words
from guildhall.web.shared.markup import fill

WIDTH, HEIGHT = 320, 12


def hours(minutes: int | None) -> str:
    """`{{ 450|hours }}`: “7.5 h”."""
    return hours_words(minutes or 0)


def gap_bar(line: Line) -> SafeString:
    """`{% gap_bar line %}`: verified, then logged, then planned, of what is asked; the words that
    say the same belong beside it."""
    asked = max(line.asked, 1)
    ends = []
    whole = 0
    for minutes in (line.verified, line.logged, line.planned):
        whole += minutes
        ends.append(round(min(whole / asked, 1) * WIDTH, 1))
    said = gettext("%(verified)s verified, %(logged)s logged, %(planned)s planned of %(asked)s") % {
        "verified": hours_words(line.verified),
        "logged": hours_words(line.logged),
        "planned": hours_words(line.planned),
        "asked": hours_words(line.asked),
    }
    return _bar(ends, said)


def plain_bar(delivered: int, planned: int, target: int) -> SafeString:
    """`{% plain_bar delivered planned target %}`: the same for protected time."""
    most = max(target, 1)
    ends = [round(min(value / most, 1) * WIDTH, 1) for value in (delivered, delivered + planned)]
    said = gettext("%(delivered)s delivered and %(planned)s planned of %(target)s") % {
        "delivered": hours_words(delivered),
        "planned": hours_words(planned),
        "target": hours_words(target),
    }
    return _bar([ends[0], ends[0], ends[1]], said)


def _bar(ends: list[float], said: str) -> SafeString:
    first, second, third = ends
    return fill(
        '<svg class="gap-bar" viewBox="0 0 {0} {1}" preserveAspectRatio="none" role="img"'
        ' aria-label="{2}"><rect class="gap-bar-asked" width="{0}" height="{1}"/>'
        '<rect class="gap-bar-planned" width="{5}" height="{1}"/>'
        '<rect class="gap-bar-logged" width="{4}" height="{1}"/>'
        '<rect class="gap-bar-verified" width="{3}" height="{1}"/></svg>',
        WIDTH,
        HEIGHT,
        said,
        first,
        second,
        third,
    )
