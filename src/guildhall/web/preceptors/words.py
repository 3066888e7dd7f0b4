"""Standings in words: their shape, and what is next for each."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.certificates.states import Force
from guildhall.core.dates import full_day
from guildhall.hours.words import hours_words
from guildhall.preceptorship.queries.standings import StandingRow
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import StandingState

S = StandingState
# The shape of each state; nothing by color alone.
PILLS: dict[str, str] = {
    S.APPLIED: "early",
    S.SCREENED: "early",
    S.IN_TRAINING: "early",
    S.PROVISIONAL: "early",
    S.CERTIFIED: "track",
    S.LAPSING: "nudge",
    S.LAPSED: "short",
    S.SUSPENDED: "paused",
    S.CLOSED: "neutral",
    S.RETIRED: "neutral",
}
FORCES: dict[str, str] = {
    Force.VALID: "track",
    Force.HELD: "paused",
    Force.RENEWED: "neutral",
    Force.EXPIRED: "short",
    Force.REVOKED: "short",
}


@dataclass(frozen=True)
class Next:
    """What is next for somebody: in words, and where it is done, if anywhere."""

    words: str
    url: str = ""
    is_due: bool = False


def next_of(row: StandingRow) -> Next:
    """For whoever looks after preceptors."""
    standing = row.standing
    state = standing.state
    if state == S.APPLIED:
        url = reverse("screening_application", args=[row.application]) if row.application else ""
        return Next(_("Decide on the application"), url, is_due=True)
    if state in (S.SCREENED, S.IN_TRAINING):
        words = _("%(missing)s of the course to go") % {"missing": hours_words(row.course_missing)}
        return Next(words, reverse("preceptor_training", args=[standing.pk]))
    if state == S.PROVISIONAL:
        if row.has_precepted:
            url = reverse("preceptor_certification", args=[standing.pk])
            return Next(_("Certify"), url, is_due=True)
        return Next(_("Co-precept one first"))
    if state in (S.LAPSING, S.LAPSED):
        return _renewal(row)
    if state == S.SUSPENDED:
        return Next(_("Reinstate, once it is settled"))
    if state == S.CERTIFIED and row.update_missing:
        return Next(_("%(n)s of training this year") % {"n": hours_words(row.update_missing)})
    return Next("")


def until_words(row: StandingRow, *, today: date) -> str:
    """“through Dec 14, 2026”, and how many days are left once they are few."""
    until = row.standing.valid_until
    if until is None:
        return ""
    if until < today:
        return _("ended %(day)s") % {"day": full_day(until)}
    left = (until - today).days
    if left > standing_rules().lapsing_days:
        return _("through %(day)s") % {"day": full_day(until)}
    words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return _("through %(day)s, %(left)s") % {"day": full_day(until), "left": words}


def load_words(row: StandingRow) -> str:
    """“1 of 2”."""
    return _("%(n)s of %(most)s") % {"n": row.preceptees, "most": row.most}


def _renewal(row: StandingRow) -> Next:
    if row.update_missing:
        words = _("%(n)s of training, then renew") % {"n": hours_words(row.update_missing)}
        return Next(words, reverse("preceptor_training", args=[row.standing.pk]), is_due=True)
    return Next(_("Renew"), reverse("preceptor", args=[row.standing.pk]), is_due=True)
