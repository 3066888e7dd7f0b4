"""Protected time that is cancelled again and again reaches whoever looks after the program."""

from datetime import datetime, timedelta

from guildhall.directory.models import Person
from guildhall.hours.actions.rows import told
from guildhall.hours.kinds import TIME_CANCELLED
from guildhall.hours.models import EntryMove, TimeEntry
from guildhall.hours.states import EntryKind, EntryState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.programs.states import Kind
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.coordinating import coordinators_of
from guildhall.relationships.states import BEGUN

WITHIN = timedelta(days=30)
OFTEN = 3


def tell_cancelled_often(entry: TimeEntry, *, at: datetime) -> None:
    """Tell the coordinators at the third cancellation within 30 days, and at each third one after
    it; call in the transaction of the cancellation."""
    moves = EntryMove.objects.filter(
        entry__person=entry.person_id,
        entry__kind=EntryKind.PROTECTED,
        state=EntryState.CANCELLED,
        at__gt=at - WITHIN,
    )
    count = moves.count()
    if count == 0 or count % OFTEN:
        return
    pairs = Relationship.objects.filter(
        parties__person=entry.person_id,
        parties__left_at__isnull=True,
        program__kind=Kind.PRECEPTORSHIP,
        state__in=BEGUN,
    ).select_related("organization", "program")
    messages: dict[int, Outgoing] = {}
    for pair in pairs.distinct():
        for lead in _without(coordinators_of(pair), entry.person_id):
            messages[lead.pk] = told(
                TIME_CANCELLED,
                pair.organization,
                lead,
                event=str(entry.pk),
                path=f"/protected-time/people/{entry.person_id}/",
                who=entry.person.name,
                count=str(count),
            )
    send_many(list(messages.values()), at=at)


def _without(people: list[Person], person_id: int) -> list[Person]:
    return [one for one in people if one.pk != person_id]
