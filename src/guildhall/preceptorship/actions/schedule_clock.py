"""The clock of demanded meetings: one without a time goes to whoever coordinates."""

from datetime import datetime, timedelta

from django.db import transaction

from guildhall.concerns.queries.people import leads_of
from guildhall.core.dates import full_day
from guildhall.permissions.actor import SYSTEM
from guildhall.preceptorship.actions.course_events import DEMAND_ESCALATED
from guildhall.preceptorship.actions.course_rows import held_course, record_of_course, tell
from guildhall.preceptorship.course_messages import MEETING_LATE
from guildhall.preceptorship.course_states import DemandState
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.preceptorship.queries.schedule import day_of, demand_line
from guildhall.relationships.states import UNDER_WAY

# Days of houses differ by less than one from those of the clock.
A_DAY = timedelta(days=1)
WAITING = (DemandState.DUE, DemandState.MISSED)


def keep_schedule(*, at: datetime) -> int:
    """Pass on every demanded meeting that has had no time for as long as the standard allows;
    returns how many people were told. Safe to repeat. While a pair rests nothing is passed on."""
    rows = DemandedMeeting.objects.filter(
        escalated_at__isnull=True,
        record__isnull=True,
        due_on__lte=at.date() + A_DAY,
        course__relationship__state__in=UNDER_WAY,
    )
    return sum(_turn(pk, at=at) for pk in rows.order_by("pk").values_list("pk", flat=True))


def _turn(pk: int, *, at: datetime) -> int:
    with transaction.atomic():
        found = DemandedMeeting.objects.filter(pk=pk).select_related("course__relationship").first()
        if found is None or found.course.relationship.state not in UNDER_WAY:
            return 0
        course = held_course(found.course)
        row = DemandedMeeting.objects.select_for_update(of=("self",)).get(pk=pk)
        row.course = course
        line = demand_line(row)
        if line.state not in WAITING or day_of(course, at) <= line.limit:
            return 0
        row.escalated_at = at
        row.save(update_fields=["escalated_at"])
        record_of_course(DEMAND_ESCALATED, row, course, by=SYSTEM, at=at)
        return _tell_leads(course, row, at=at)


def _tell_leads(course: Course, row: DemandedMeeting, *, at: datetime) -> int:
    leads = leads_of(course.relationship, course.learner)
    event = f"late:{row.pk}:{row.due_on.isoformat()}"
    return tell(MEETING_LATE, course, leads, event=event, at=at, by=full_day(row.due_on))
