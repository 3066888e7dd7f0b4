"""Demanded meetings get a time, are found among the meetings, and leave a record that both sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.actions.directly import Booking, book_meeting
from guildhall.meetings.models import Meeting
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_events import (
    DEMAND_MET,
    RECORD_SIGNED,
    RECORD_WRITTEN,
)
from guildhall.preceptorship.actions.course_rows import (
    held_course,
    name_of,
    people_of,
    record_of_course,
    require_words,
    side_of,
    tell,
)
from guildhall.preceptorship.course_access import MEET_DEMAND
from guildhall.preceptorship.course_messages import RECORD_TO_SIGN
from guildhall.preceptorship.course_states import DONE, OPEN, DemandState, MeetingKind
from guildhall.preceptorship.models import (
    Course,
    DemandedMeeting,
    MeetingRecord,
    RecordSignature,
)
from guildhall.preceptorship.queries.schedule import (
    demand_line,
    demand_lines,
    state_of,
    untied_meetings,
)
from guildhall.relationships.actions.steps import complete_planned


@dataclass(frozen=True)
class RecordDraft:
    """What was looked at, and what comes next."""

    looked_at: str
    agreed_next: str


def book_demanded(
    *, demanded: DemandedMeeting, booking: Booking, by: Actor, at: datetime
) -> DemandedMeeting:
    """Book a time for it: both are told, with an invitation for their calendars, and either may
    move it. Refuses one that has a time or took place, and a time that cannot be."""
    with _held(demanded, by) as row:
        _require_open(row)
        meeting = book_meeting(relationship=row.course.relationship, booking=booking, by=by, at=at)
        _tie(row, meeting, by=by, at=at)
    return row


def choose_meeting(
    *, demanded: DemandedMeeting, meeting: Meeting, by: Actor, at: datetime
) -> DemandedMeeting:
    """A meeting of the pair that is booked or was held is the demanded one. Refuses one that
    stands for another demand already."""
    with _held(demanded, by) as row:
        _require_open(row)
        if meeting.pk not in {one.pk for one in untied_meetings(row.course)}:
            raise WrongState(_("This meeting cannot stand for it. Choose another, or book one."))
        _tie(row, meeting, by=by, at=at)
    return row


def write_record(
    *, demanded: DemandedMeeting, draft: RecordDraft, by: Actor, at: datetime
) -> MeetingRecord:
    """Write what came of it; whoever writes it signs it, and the other is asked to. A meeting that
    is booked and over counts as held by that.

    Other words take away what was signed under the words before. Refuses a meeting that is still to
    come, and a record that both have signed.
    """
    with _held(demanded, by) as row:
        side = side_of(row.course.relationship, by)
        _require_held(row, by=by, at=at)
        words = require_words(
            {"looked_at": draft.looked_at, "agreed_next": draft.agreed_next},
            needed=("looked_at", "agreed_next"),
        )
        if state_of(row) == DemandState.SIGNED:
            raise WrongState(_("Both of you have signed it, so it stays as it is."))
        record, _is_new = MeetingRecord.objects.update_or_create(
            demanded=row, defaults={**words, "written_by_id": by.person_id, "written_at": at}
        )
        record.signatures.all().delete()
        record_of_course(RECORD_WRITTEN, record, row.course, by=by, at=at)
        _sign(record, row, side, by=by, at=at)
        others = people_of(row.course.relationship, by.person_id)
        who = name_of(by, row.course)
        event = f"{record.pk}:{at.isoformat()}"
        tell(RECORD_TO_SIGN, row.course, others, event=event, at=at, who=who)
    return record


def sign_record(
    *, demanded: DemandedMeeting, written_at: datetime, by: Actor, at: datetime
) -> DemandedMeeting:
    """Sign the record as it was read, `written_at` being when it was written. Twice changes
    nothing; refuses where there is none, or where it says something else by now."""
    with _held(demanded, by) as row:
        side = side_of(row.course.relationship, by)
        record = MeetingRecord.objects.filter(demanded=row).first()
        if record is None:
            raise WrongState(_("Nothing is written yet. Write it, and you sign it by that."))
        if record.written_at != written_at:
            raise WrongState(_("It says something else by now. Read it again, then sign."))
        _sign(record, row, side, by=by, at=at)
    return row


@contextmanager
def _held(demanded: DemandedMeeting, by: Actor) -> Iterator[DemandedMeeting]:
    """The demand with its course and pair, held, for whoever may meet it."""
    require(MEET_DEMAND, by, demanded)
    with transaction.atomic():
        course = held_course(_course_of(demanded))
        row = DemandedMeeting.objects.select_for_update().get(pk=demanded.pk)
        row.course = course
        yield row


def _course_of(demanded: DemandedMeeting) -> Course:
    return Course.objects.select_related("relationship").get(pk=demanded.course_id)


def _require_open(row: DemandedMeeting) -> None:
    if state_of(row) not in OPEN:
        raise WrongState(_("This meeting has a time, or took place. Open it to move it."))


def _require_held(row: DemandedMeeting, *, by: Actor, at: datetime) -> None:
    line = demand_line(row)
    meeting = row.meeting
    if line.state == DemandState.BOOKED and meeting is not None and meeting.is_over(at):
        row.meeting = confirm_meeting(meeting=meeting, did_meet=True, by=by, at=at)
    elif line.state not in DONE:
        raise WrongState(_("You have not met yet. Write it down once you have."))


def _tie(row: DemandedMeeting, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    row.meeting, row.escalated_at = meeting, None
    row.save(update_fields=["meeting", "escalated_at"])
    record_of_course(DEMAND_MET, row, row.course, by=by, at=at)
    if row.kind == MeetingKind.INITIAL:
        complete_planned(row.course.relationship, "first_meeting", by=by, at=at)
    if not any(line.is_open for line in demand_lines(row.course)):
        complete_planned(row.course.relationship, "meetings", by=by, at=at)


def _sign(
    record: MeetingRecord, row: DemandedMeeting, side: str, *, by: Actor, at: datetime
) -> None:
    defaults = {"person_id": by.person_id, "signed_at": at}
    _signature, is_new = RecordSignature.objects.get_or_create(
        record=record, side=side, defaults=defaults
    )
    if is_new:
        record_of_course(RECORD_SIGNED, record, row.course, by=by, at=at)
