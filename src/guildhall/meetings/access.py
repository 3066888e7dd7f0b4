"""Who may see and change meetings and calendars."""

from django.db.models import Q

from guildhall.directory.models import Person
from guildhall.meetings.models import AgendaLine, Meeting
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import of_own_pairs
from guildhall.relationships.models import Party


def _of_own_meetings(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    parties = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    return Q(meeting__relationship__in=parties.values("relationship_id"))


ACT_IN_MEETING = declare(
    Access(
        "meeting.act",
        "Only the pair open a meeting, choose its time, move or cancel it, and say whether they"
        " met. Coordinators see on the pair's page that it is booked or was held.",
        Meeting,
        of_own_pairs,
    )
)
CHANGE_AGENDA_LINE = declare(
    Access(
        "agenda_line.change",
        "Only the pair read and take away what they want to talk about.",
        AgendaLine,
        _of_own_meetings,
    )
)
OWN_CALENDAR = declare(
    Access(
        "person.own_calendar",
        "People connect their own calendar and get their own feed; nobody else sees either.",
        Person,
        lambda actor: NOTHING if actor.person_id is None else Q(pk=actor.person_id),
    )
)
