"""Courses in words: how meetings stand, and what each is for."""

from django.utils.translation import gettext as _

from guildhall.core.dates import short_day
from guildhall.preceptorship.course_states import DemandState, MeetingKind, Turn
from guildhall.preceptorship.models import CourseTurn

D = DemandState
# The shape of each state, so that none is told by color alone.
PILLS: dict[str, str] = {
    D.DUE: "neutral",
    D.BOOKED: "early",
    D.MISSED: "nudge",
    D.ESCALATED: "person",
    D.HELD: "nudge",
    D.SIGNED_ONE: "nudge",
    D.SIGNED: "track",
}


def meeting_lead(kind: str) -> str:
    """What a meeting of this kind is for."""
    words = {
        MeetingKind.INITIAL: _("How you work together, where you stand, and what comes first."),
        MeetingKind.REVIEW: _("How it goes with the plan, how you are, and what comes next."),
        MeetingKind.INTERIM: _("The plan, both ratings side by side, and how you are."),
        MeetingKind.FINAL: _("What was learned and signed off, and what comes after."),
    }
    return words[MeetingKind(kind)]


def looked_at_help(kind: str) -> str:
    """What one usually looks at in such a meeting, as a help beside the field."""
    words = {
        MeetingKind.INITIAL: _("Expectations, the charter, learning needs, the first weeks."),
        MeetingKind.REVIEW: _("Objectives, newest observations, shifts, how you are."),
        MeetingKind.INTERIM: _("Where your ratings differ, objectives, how you are."),
        MeetingKind.FINAL: _("Open sign-offs, objectives, what helped and what did not."),
    }
    return words[MeetingKind(kind)]


def turn_words(turn: CourseTurn) -> str:
    """What happened, in one line."""
    until = short_day(turn.until) if turn.until else ""
    words = {
        Turn.RESTED: _("Went on after %(days)s days of rest, until %(until)s"),
        Turn.EXTENDED: _("More time, until %(until)s"),
        Turn.MOVED: _("Goes on at another place"),
        Turn.SHARE: _("Planned for %(days)s %% of full time, until %(until)s"),
        Turn.PRECEPTOR: _("Goes on with another preceptor"),
    }
    return words[Turn(turn.turn)] % {"days": turn.days, "until": until}
