"""Where a competency stands, in words with a shape; and gaps in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.assessment.models import RatingRound
from guildhall.assessment.queries.passport import Line, PassportPage
from guildhall.core.dates import short_day
from guildhall.engine.competence import Autonomy, Standing, State
from guildhall.engine.competence.gaps import Gap


@dataclass(frozen=True)
class Said:
    """Words beside the shape of a state."""

    shape: str
    words: str


def standing_words(
    standing: Standing, *, observations: int, today: date, watches: bool = False
) -> Said:
    """“Until Oct 2027”, “3 of 5 seen”, “Ready to sign”, “Lapses in 12 days”.

    `observations`: how many a sign-off asks for. `watches`: something critical that is only
    watched, which nobody should take for begun.
    """
    state, until = standing.state, standing.until
    if state == State.SIGNED:
        words = _("Until %(month)s") % {"month": date_format(until, "M Y")} if until else ""
        return Said("track", words or _("Signed off"))
    if state == State.LAPSES_SOON and until is not None:
        return Said("person", _lapses(until, today))
    if state == State.LAPSED and until is not None:
        return Said("short", _("Lapsed %(day)s") % {"day": short_day(until)})
    if state == State.CONTESTED:
        return Said("person", _("Contested"))
    if state == State.READY:
        return Said("nudge", _("Ready to sign"))
    if state == State.NOT_BEGUN:
        return Said("neutral", _("Not begun"))
    if watches:
        return Said("short", _("Watches only"))
    return _growing(standing, observations)


def gap_words(gap: Gap) -> str:
    """“agree”, “self 1 higher”, “self 2 lower”: steps, never a score."""
    if gap.is_agreed:
        return _("agree")
    if gap.steps > 0:
        return _("self %(n)d higher") % {"n": gap.steps}
    return _("self %(n)d lower") % {"n": -gap.steps}


def missing_words(standing: Standing) -> str:
    """“2 more observations, by 1 more person”; empty where nothing is missing."""
    more, people = standing.more_observations, standing.more_people
    if not more and not people:
        return ""
    observations = ngettext("%(n)d more observation", "%(n)d more observations", max(more, people))
    words = observations % {"n": max(more, people)}
    if people:
        by = ngettext("by %(n)d more person", "by %(n)d more people", people) % {"n": people}
        words = _("%(observations)s, %(by)s") % {"observations": words, "by": by}
    return words


def line_words(line: Line, today: date) -> Said:
    """The last column of the matrix."""
    level = line.level
    watches = line.competency.is_critical and level is not None and level.allows <= Autonomy.WATCH
    return standing_words(
        line.standing,
        observations=line.competency.observations,
        today=today,
        watches=watches,
    )


def rated_words(line: Line, newest: RatingRound | None) -> str:
    """What stands where no gap is known: that both are waited for, or that nobody rated yet."""
    if newest is not None and line.compared is None:
        return _("Waiting for both")
    return _("Not rated yet")


def lead_words(page: PassportPage) -> str:
    """“Week 22 of 52 with Grace Mbeki. 7 of 12 signed off.”"""
    parts = []
    names = ", ".join(dict.fromkeys(party.person.name for party in page.guides))
    values = {"week": page.week, "weeks": page.weeks_planned, "names": names}
    if names and page.weeks_planned:
        parts.append(_("Week %(week)d of %(weeks)d with %(names)s.") % values)
    elif names:
        parts.append(_("Week %(week)d, with %(names)s.") % values)
    parts.append(
        _("%(signed)d of %(total)d signed off.") % {"signed": page.signed, "total": page.total}
    )
    return " ".join(parts)


def _lapses(until: date, today: date) -> str:
    days = (until - today).days
    if days == 0:
        return _("Lapses after today")
    return ngettext("Lapses in %(n)d day", "Lapses in %(n)d days", days) % {"n": days}


def _growing(standing: Standing, observations: int) -> Said:
    if standing.observations and standing.more_observations:
        values = {"seen": standing.observations, "all": observations}
        return Said("nudge", _("%(seen)d of %(all)d seen") % values)
    if standing.observations and standing.more_people:
        return Said("nudge", _("Seen by one, not yet by others"))
    if standing.is_stale:
        return Said("neutral", _("Seen long ago"))
    if standing.waits_for and not standing.more_observations:
        return Said("neutral", _("Waits for another"))
    return Said("neutral", _("Growing"))
