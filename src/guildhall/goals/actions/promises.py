"""Small promises: made, kept, dropped."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Person
from guildhall.goals.access import KEEP_PROMISE
from guildhall.goals.actions.events import PROMISE_MADE, PROMISE_SETTLED
from guildhall.goals.actions.rows import require_lines, require_open
from guildhall.goals.models import Promise
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship


def make_promise(
    *,
    relationship: Relationship,
    text: str,
    owner: Person | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Promise:
    """Promise something, or note what another promised; nobody is written to."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        line = require_lines({"text": text}, needed=("text",))["text"]
        if owner and owner.pk not in {party.person_id for party in present_parties(row)}:
            raise InvalidInput(_("This is not saved yet."), {"owner": _("Choose one of you.")})
        promise = Promise.objects.create(
            relationship=row,
            text=line,
            owner=owner,
            due_on=due_on,
            made_by_id=by.person_id,
            made_at=at,
        )
        record_in_pair(PROMISE_MADE, promise, row, by=by, at=at)
    return promise


def keep_promise(*, promise: Promise, done: bool, by: Actor, at: datetime) -> Promise:
    """Tick it off, or open it again. Either of the pair may; twice changes nothing."""
    require(KEEP_PROMISE, by, promise)
    with transaction.atomic():
        row, promise = _held(promise)
        if (promise.done_at is not None) != done:
            promise.done_at, promise.done_by_id = (at, by.person_id) if done else (None, None)
            promise.save(update_fields=["done_at", "done_by"])
            record_in_pair(PROMISE_SETTLED, promise, row, by=by, at=at)
    return promise


def drop_promise(*, promise: Promise, by: Actor, at: datetime) -> Promise:
    """It matters no more; no reason is asked."""
    require(KEEP_PROMISE, by, promise)
    with transaction.atomic():
        row, promise = _held(promise)
        promise.dropped_at = at
        promise.save(update_fields=["dropped_at"])
        record_in_pair(PROMISE_SETTLED, promise, row, by=by, at=at)
    return promise


@on_end
def drop_open_promises(row: Relationship, by: Actor, at: datetime) -> None:
    """A pair that has ended owes each other nothing."""
    open_ones = Promise.objects.filter(relationship=row, done_at=None, dropped_at=None)
    open_ones.update(dropped_at=at)


def _held(promise: Promise) -> tuple[Relationship, Promise]:
    row = locked(promise.relationship)
    require_open(row)
    return row, Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
