"""A person's meetings as a calendar."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guildhall.core.tokens import token_digest
from guildhall.directory.models import Person
from guildhall.engine.calendar import feed
from guildhall.meetings.models import CalendarFeed, Meeting
from guildhall.meetings.states import MeetingState
from guildhall.meetings.telling import appointment_of
from guildhall.relationships.models import Party

BACK = timedelta(days=90)


def person_of_feed(token: str) -> Person | None:
    """Whose secret this is."""
    rows = CalendarFeed.objects.select_related("person")
    found = rows.filter(digest=token_digest(token)).first()
    return found.person if found else None


def own_calendar(person: Person, *, at: datetime) -> bytes:
    """What is booked and what was held lately, over all of the person's pairs; three queries."""
    own = Party.objects.filter(person=person, left_at__isnull=True)
    meetings = list(
        Meeting.objects.filter(
            relationship__in=own.values("relationship_id"),
            state__in=(MeetingState.BOOKED, MeetingState.HELD),
            starts_at__gte=at - BACK,
        ).exclude(uid="")
    )
    parties: dict[int, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(
        relationship__in={meeting.relationship_id for meeting in meetings}, left_at__isnull=True
    )
    for party in rows.select_related("person"):
        parties[party.relationship_id].append(party)
    return feed(
        [
            appointment_of(meeting, parties[meeting.relationship_id], at=meeting.logged_at)
            for meeting in meetings
        ],
        name=_("%(name)s’s meetings") % {"name": person.given_name},
    )
