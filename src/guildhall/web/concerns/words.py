"""Concerns in words: their headings, their clocks, who reads them."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guildhall.concerns.models import Concern
from guildhall.concerns.states import ConcernState
from guildhall.core.dates import short_day, time_of_day, weekday_and_day

C = ConcernState
# The pill of each state: its shape, and nothing by color alone.
PILLS: dict[str, str] = {
    C.RAISED: "nudge",
    C.SHARED: "nudge",
    C.PLANNED: "track",
    C.REVIEWING: "track",
    C.ESCALATED: "person",
    C.RESOLVED: "track",
    C.REFERRED_OUT: "neutral",
    C.WITHDRAWN: "neutral",
    C.ENDED: "neutral",
}


def heading(concern: Concern, *, is_own: bool) -> str:
    """What the page is about, said to its reader."""
    if is_own:
        return _("Something to work on")
    return _("A concern about %(name)s’s practice") % {"name": concern.learner.given_name}


def readers_words(concern: Concern, *, is_own: bool) -> str:
    """Who reads it, on the text that it governs."""
    if concern.shared_at is None:
        return _("Only whoever raised it and the coordinators, until it is shared")
    if is_own:
        return _("Part of your assessment: the two of you, the coordinators and your manager")
    return _("Part of the assessment: the pair, the coordinators and the manager")


def pill(concern: Concern, *, at: datetime) -> str:
    """The shape of its state; what is late needs a person."""
    is_late = concern.due_at is not None and concern.due_at <= at
    return "person" if is_late else PILLS[concern.state]


def clock_words(concern: Concern, *, at: datetime) -> str:
    """“to share by Thursday, Nov 19, 2:10 pm”; what is late says since when."""
    if concern.due_at is None:
        return _("waits for the program lead") if concern.state == C.ESCALATED else ""
    late = concern.due_at <= at
    if concern.state == C.RAISED:
        words = _("was to be shared by %(when)s") if late else _("to share by %(when)s")
        return words % {"when": exactly(concern.due_at)}
    if concern.state == C.SHARED:
        words = _("plan was due %(when)s") if late else _("plan by %(when)s")
    else:
        words = _("review was due %(when)s") if late else _("review by %(when)s")
    return words % {"when": short_day(concern.due_at)}


def exactly(moment: datetime) -> str:
    """“Thursday, Nov 19, 2:10 pm”."""
    local = localtime(moment)
    words = {"day": weekday_and_day(local), "time": time_of_day(local)}
    return _("%(day)s, %(time)s") % words
