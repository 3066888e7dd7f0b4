"""What a pair wants to talk about."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.meetings.access import ACT_IN_MEETING, CHANGE_AGENDA_LINE
from guildhall.meetings.actions import events
from guildhall.meetings.actions.booking import require_open
from guildhall.meetings.models import AgendaLine, Meeting
from guildhall.meetings.states import MeetingState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair

LONGEST_LINE = 300
MOST_LINES = 20


def add_agenda_line(*, meeting: Meeting, text: str, by: Actor, at: datetime) -> AgendaLine:
    """Put something on the agenda of a booked meeting; only the pair reads it.

    Refuses an empty or overlong line, a full agenda, and a meeting that is not booked.
    """
    require(ACT_IN_MEETING, by, meeting)
    words = " ".join(text.split())
    if not words or len(words) > LONGEST_LINE:
        raise InvalidInput(
            _("The line is not on the agenda yet."),
            {"text": _("Write up to %(most)d characters.") % {"most": LONGEST_LINE}},
        )
    with transaction.atomic():
        row = locked(meeting.relationship)
        require_open(row)
        held = Meeting.objects.get(pk=meeting.pk)
        if held.state != MeetingState.BOOKED:
            raise WrongState(_("An agenda belongs to a meeting that is booked."))
        if held.agenda.count() >= MOST_LINES:
            raise WrongState(_("This agenda is full. Take a line away first."))
        person = own_party(present_parties(row), by).person
        line = AgendaLine.objects.create(meeting=held, text=words, written_by=person, written_at=at)
        record_in_pair(events.AGENDA_CHANGED, held, row, by=by, at=at)
    return line


def remove_agenda_line(*, line: AgendaLine, by: Actor, at: datetime) -> None:
    """Take a line off the agenda; either of the pair may."""
    require(CHANGE_AGENDA_LINE, by, line)
    with transaction.atomic():
        row = locked(line.meeting.relationship)
        require_open(row)
        record_in_pair(events.AGENDA_CHANGED, line.meeting, row, by=by, at=at)
        line.delete()
