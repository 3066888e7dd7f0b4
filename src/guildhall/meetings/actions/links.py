"""Choosing a time, saying that they met, agreeing on a rhythm: from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.meetings.access import ACT_IN_MEETING
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.actions.proposing import accept_time
from guildhall.meetings.actions.rhythms import accept_rhythm
from guildhall.meetings.models import Meeting, MeetingRhythm, OfferedTime
from guildhall.meetings.queries.rhythm_words import rhythm_words
from guildhall.meetings.telling import (
    ACCEPT_RHYTHM,
    ACCEPT_TIME,
    MET,
    NOT_MET,
    length_words,
    meeting_path,
    moment_for,
)
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.access import ACT_IN_RELATIONSHIP


def _time(link: ActionLink) -> OfferedTime:
    time = (
        OfferedTime.objects.select_related("meeting__relationship")
        .filter(pk=link.subject_id)
        .first()
    )
    if time is None:
        raise NotVisible
    get_visible_or_404(ACT_IN_MEETING, actor_of(link), time.meeting_id)
    return time


def _meeting(link: ActionLink) -> Meeting:
    return get_visible_or_404(ACT_IN_MEETING, actor_of(link), link.subject_id)


def _rhythm(link: ActionLink) -> MeetingRhythm:
    rhythm = MeetingRhythm.objects.filter(pk=link.subject_id).first()
    if rhythm is None:
        raise NotVisible
    get_visible_or_404(ACT_IN_RELATIONSHIP, actor_of(link), rhythm.relationship_id)
    return rhythm


def _accept_time(link: ActionLink, at: datetime) -> None:
    accept_time(time=_time(link), by=actor_of(link), at=at)


def _describe_time(link: ActionLink) -> ActWords:
    time = _time(link)
    when = moment_for(time.starts_at, link.person)
    return ActWords(
        title=_("Meet on %(when)s?") % {"when": when},
        text=_("%(length)s. An invitation goes to both of your calendars.")
        % {"length": length_words(time.meeting)},
        button=_("Book it"),
        done=_("Booked: %(when)s.") % {"when": when},
        path=f"/relationships/{time.meeting.relationship_id}/times/",
    )


def _met(link: ActionLink, at: datetime) -> None:
    confirm_meeting(meeting=_meeting(link), did_meet=True, by=actor_of(link), at=at)


def _not_met(link: ActionLink, at: datetime) -> None:
    confirm_meeting(meeting=_meeting(link), did_meet=False, by=actor_of(link), at=at)


def _describe_met(link: ActionLink) -> ActWords:
    meeting = _meeting(link)
    return ActWords(
        title=_("You met on %(when)s?") % {"when": moment_for(meeting.starts_at, link.person)},
        text=_("Your program sees that you met, and nothing of what you said."),
        button=_("Yes, we met"),
        done=_("Noted that you met."),
        path=meeting_path(meeting),
    )


def _describe_not_met(link: ActionLink) -> ActWords:
    meeting = _meeting(link)
    when = moment_for(meeting.starts_at, link.person)
    return ActWords(
        title=_("You did not meet on %(when)s?") % {"when": when},
        text=_("That happens. You can find another time on the next page."),
        button=_("No, we did not"),
        done=_("Noted. Another time can be found when you like."),
        path=f"/relationships/{meeting.relationship_id}/times/",
    )


def _accept_rhythm(link: ActionLink, at: datetime) -> None:
    accept_rhythm(rhythm=_rhythm(link), by=actor_of(link), at=at)


def _describe_rhythm(link: ActionLink) -> ActWords:
    rhythm = _rhythm(link)
    return ActWords(
        title=_("Meet %(rhythm)s?") % {"rhythm": rhythm_words(rhythm)},
        text=_("The next meetings are booked for both of you. Each can be moved by itself."),
        button=_("Yes, book them"),
        done=_("Booked. The invitations are on their way."),
        path=f"/relationships/{rhythm.relationship_id}/times/",
    )


register_act(ACCEPT_TIME, _accept_time, _describe_time)
register_act(MET, _met, _describe_met)
register_act(NOT_MET, _not_met, _describe_not_met)
register_act(ACCEPT_RHYTHM, _accept_rhythm, _describe_rhythm)
