"""What a program asks of people, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.programs.models import Program
from guildhall.programs.plan import Plan, read_plan
from guildhall.programs.program_template import Cadence, Duration


def time_asked(program: Program) -> str:
    """How long, how often and how much: “45 minutes every 14 days, for 6 months”."""
    plan: Plan = read_plan(program.plan)
    return _("%(meeting)s, %(length)s") % {
        "meeting": meeting_rhythm(plan.cadence),
        "length": length_words(plan.duration),
    }


def meeting_rhythm(cadence: Cadence) -> str:
    """“45 minutes every 2 weeks”."""
    minutes = _("%(minutes)s minutes") % {"minutes": cadence.minutes}
    return _("%(minutes)s %(every)s") % {"minutes": minutes, "every": _every(cadence.every_days)}


def length_words(duration: Duration) -> str:
    """“for 6 months”, “until 40 procedures are done”, “for as long as both want”."""
    if duration.end == "procedures":
        return _("until %(count)s procedures are done") % {"count": duration.count}
    if duration.end == "meetings":
        count = duration.count or 1
        return ngettext("one meeting in all", "%(count)s meetings in all", count) % {"count": count}
    if duration.length is None:
        if duration.end == "project":
            return _("until the project is done")
        return _("for as long as both want")
    return _("for %(span)s") % {"span": span_words(duration)}


def span_words(duration: Duration) -> str:
    """“6 months”; empty where it is open."""
    length = duration.length or 0
    words = {
        "weeks": ngettext("%(count)s week", "%(count)s weeks", length),
        "months": ngettext("%(count)s month", "%(count)s months", length),
        "years": ngettext("%(count)s year", "%(count)s years", length),
    }
    return words[duration.unit] % {"count": length} if duration.unit in words else ""


def _every(days: int) -> str:
    if days == 1:
        return _("every day")
    if days % 7 == 0:
        weeks = days // 7
        return ngettext("every week", "every %(count)s weeks", weeks) % {"count": weeks}
    if days in (30, 31):
        return _("a month")
    if days in (90, 91, 92):
        return _("every three months")
    return _("every %(count)s days") % {"count": days}
