"""Why somebody is on the board, in words with a shape, and the one next step."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import short_day
from guildhall.preceptorship.needs import Need
from guildhall.preceptorship.queries.board import BoardRow
from guildhall.preceptorship.queries.load import Load

SHAPES = {
    Need.CONCERN: "person",
    Need.LAPSED: "short",
    Need.UNSEEN: "person",
    Need.BEHIND: "nudge",
    Need.OVERLOADED: "nudge",
    Need.LAPSES: "nudge",
    Need.RESTS: "paused",
    Need.ON_TRACK: "track",
}


@dataclass(frozen=True)
class Step:
    """Where to go on."""

    words: str
    url: str


def reason_words(row: BoardRow, today: date) -> str:
    """“Not seen for 23 days”: one reason, with its figure."""
    days = (today - row.seen_on).days
    if row.need == Need.CONCERN:
        return _("A concern is open")
    if row.need == Need.LAPSED and row.lapses_on:
        values = {"name": row.lapses, "day": short_day(row.lapses_on)}
        return _("%(name)s lapsed %(day)s") % values
    if row.need == Need.UNSEEN:
        if not row.was_seen:
            words = ngettext("Never seen in %(n)d day", "Never seen in %(n)d days", days)
        else:
            words = ngettext("Not seen for %(n)d day", "Not seen for %(n)d days", days)
        return words % {"n": days}
    if row.need == Need.BEHIND and row.expected is not None:
        words = _("%(done)d signed off, an even pace has %(asked)d")
        return words % {"done": row.signed, "asked": row.expected}
    if row.need == Need.OVERLOADED:
        names = [guide.name for guide in row.guides if guide.load == Load.OVER]
        return _("%(name)s guides more than agreed") % {"name": ", ".join(names)}
    if row.need == Need.LAPSES and row.lapses_on:
        values = {"name": row.lapses, "day": short_day(row.lapses_on)}
        return _("%(name)s lapses %(day)s") % values
    return str(row.need.label)


def next_step(row: BoardRow) -> Step:
    """The one thing to do about it."""
    if row.need == Need.CONCERN and row.concern:
        return Step(_("Read the concern"), reverse("concern", args=[row.concern]))
    if row.need in (Need.LAPSED, Need.LAPSES) and row.lapses_id:
        at = [row.passport, row.lapses_id]
        return Step(_("See what it asks for"), reverse("passport_competency", args=at))
    if row.need == Need.UNSEEN:
        return Step(_("Ask the pair"), reverse("relationship", args=[row.pair]))
    if row.need == Need.BEHIND:
        return Step(_("See what is next"), reverse("passport", args=[row.passport]))
    if row.need == Need.OVERLOADED:
        return Step(_("Find cover"), reverse("relationship", args=[row.pair]))
    return Step(_("Open the passport"), reverse("passport", args=[row.passport]))


def load_words(load: Load) -> str:
    """Beside what they agreed to take, over all houses; never a number."""
    return {
        Load.OVER: _("over what they take"),
        Load.AT: _("full"),
        Load.UNDER: _("has room"),
    }[load]
