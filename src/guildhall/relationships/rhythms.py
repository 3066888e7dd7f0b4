"""How often a pair may mean to meet: the one list from which every room offers, with its words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Days from one meeting to the next.
RHYTHMS = (7, 14, 21, 30, 42, 60, 91, 122, 182)
# A quarter and longer: what a pair may slow down to.
CALMER = tuple(days for days in RHYTHMS if days >= 91)
# Days that programs and older agreements use for the same.
SAME_AS = {31: 30, 90: 91, 92: 91, 120: 122, 183: 182}


def every_words(days: int) -> str:
    """“Every two weeks”, “Twice a year”."""
    usual = {
        7: _("Every week"),
        14: _("Every two weeks"),
        21: _("Every three weeks"),
        30: _("Once a month"),
        42: _("Every six weeks"),
        60: _("Every two months"),
        91: _("Every three months"),
        122: _("Every four months"),
        182: _("Twice a year"),
    }
    words = usual.get(SAME_AS.get(days, days))
    return words or ngettext("Every day", "Every %(days)s days", days) % {"days": days}


def rhythm_choices(*, own: int | None = None) -> list[tuple[int, str]]:
    """All of them for a form, soonest first, with a pair's own in the place of one that is called
    the same."""
    words = {every_words(days): days for days in (*RHYTHMS, *((own,) if own else ()))}
    return sorted((days, said) for said, days in words.items())
