"""“We met.”"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.meetings.actions.events import MEETING_LOGGED
from guildhall.meetings.actions.pace import keep_pace
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingMode, MeetingState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
)
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import UNDER_WAY

LONGEST = 16 * 60
LONGEST_LINE = 500


def log_meeting(
    *,
    relationship: Relationship,
    on: date,
    minutes: int,
    mode: str,
    by: Actor,
    at: datetime,
    line: str = "",
) -> Meeting:
    """Note that the pair met: the program sees that, and only the pair sees the line.

    Refuses a day to come, a day that is logged already, and a pair that is not active.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        if row.state not in UNDER_WAY:
            raise WrongState(
                _("Meetings can be logged while a pair is active. This one is: %(state)s.")
                % {"state": row.get_state_display()}
            )
        person = own_party(present_parties(row), by).person
        today = at.astimezone(ZoneInfo(person.time_zone)).date()
        _refuse_bad_meeting(row, on=on, today=today, minutes=minutes, mode=mode, line=line)
        # A meeting that was booked for this day is the one that was held.
        booked = row.meetings.filter(
            state=MeetingState.BOOKED, starts_at__date=on, starts_at__lte=at
        ).first()
        # Noon in UTC is the same day for nearly everybody who reads it.
        starts_at = booked.starts_at if booked else datetime.combine(on, time(12), tzinfo=UTC)
        meeting = booked or Meeting(relationship=row, starts_at=starts_at)
        meeting.state = MeetingState.HELD
        meeting.minutes, meeting.mode, meeting.line = minutes, mode, line.strip()
        meeting.logged_by, meeting.logged_at = person, at
        meeting.save()
        keep_pace(row)
        record_in_pair(MEETING_LOGGED, meeting, row, by=by, at=at)
    return meeting


def _refuse_bad_meeting(
    row: Relationship, *, on: date, today: date, minutes: int, mode: str, line: str
) -> None:
    problems: dict[str, str] = {}
    if on > today:
        problems["on"] = _("This day is still to come. Log the meeting once you have met.")
    elif row.meetings.filter(state=MeetingState.HELD, starts_at__date=on).exists():
        problems["on"] = _("A meeting on this day is logged already.")
    if not 1 <= minutes <= LONGEST:
        problems["minutes"] = _("Give the length in minutes, from 1 to %(most)d.") % {
            "most": LONGEST
        }
    if mode not in MeetingMode.values:
        problems["mode"] = _("Choose how you met.")
    if len(line.strip()) > LONGEST_LINE:
        problems["line"] = _("Keep it to %(most)d characters.") % {"most": LONGEST_LINE}
    if problems:
        raise InvalidInput(_("The meeting is not logged yet."), problems)
