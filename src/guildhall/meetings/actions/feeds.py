"""The secret address of one's meetings."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.core.tokens import new_token, token_digest
from guildhall.directory.models import Person
from guildhall.meetings.access import OWN_CALENDAR
from guildhall.meetings.actions import events
from guildhall.meetings.models import CalendarFeed
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def make_feed(*, person: Person, by: Actor, at: datetime) -> str:
    """A new secret, to be shown once; an earlier address stops working. Only its digest is kept."""
    require(OWN_CALENDAR, by, person)
    token = new_token()
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            person=person, defaults={"digest": token_digest(token), "made_at": at}
        )
        record(events.FEED_MADE, by=by, subject=person, at=at)
    return token


def end_feed(*, person: Person, by: Actor, at: datetime) -> bool:
    """Revoke the address; returns whether there was one."""
    require(OWN_CALENDAR, by, person)
    with transaction.atomic():
        gone, _by_table = CalendarFeed.objects.filter(person=person).delete()
        if gone:
            record(events.FEED_ENDED, by=by, subject=person, at=at)
    return bool(gone)
