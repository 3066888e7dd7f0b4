"""What coordinators do with messages that wait or failed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record, record_many
from guildhall.core.dates import moment
from guildhall.core.errors import NotAllowed
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Organization, Person
from guildhall.notify.access import CHANGE_TEXTS, HANDLE_MESSAGE, looks_after_messages
from guildhall.notify.actions.events import MESSAGE_CANCELLED, MESSAGE_RETRIED
from guildhall.notify.actions.outbox import Told, send, wake_delivery
from guildhall.notify.models import Message
from guildhall.notify.own_kinds import MAIL_CHECK
from guildhall.notify.states import BY_PEOPLE, MessageState
from guildhall.permissions.access import require, visible_to
from guildhall.permissions.actor import Actor


def retry_message(*, message: Message, by: Actor, at: datetime) -> Message:
    """Put a failed message back, to the address that the person has now.

    Refuses messages that have not failed.
    """
    require(HANDLE_MESSAGE, by, message)
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        require_transition(
            BY_PEOPLE,
            row.state,
            MessageState.QUEUED,
            _("This message has not failed: it is “%(state)s”.")
            % {"state": row.get_state_display()},
        )
        _put_back([row], by=by, at=at)
    return row


def retry_failed(*, by: Actor, at: datetime) -> int:
    """Put back every failed message that the actor looks after; returns how many.

    Refuses those who only read.
    """
    if not looks_after_messages(by):
        raise NotAllowed(_("Your role does not include this. Ask a coordinator."))
    with transaction.atomic():
        rows = list(
            visible_to(HANDLE_MESSAGE, by)
            .filter(state=MessageState.FAILED)
            .select_for_update()
            .order_by("pk")
        )
        _put_back(rows, by=by, at=at)
    return len(rows)


def cancel_message(*, message: Message, by: Actor, at: datetime) -> Message:
    """Stop a message that has not left. The notice in the inbox stays.

    Refuses one that is going out or has left already.
    """
    require(HANDLE_MESSAGE, by, message)
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        require_transition(
            BY_PEOPLE,
            row.state,
            MessageState.CANCELLED,
            _("This message cannot be stopped any more: it is “%(state)s”.")
            % {"state": row.get_state_display()},
        )
        row.state = MessageState.CANCELLED
        row.save(update_fields=["state"])
        record(MESSAGE_CANCELLED, by=by, subject=row, at=at, organization_id=row.organization_id)
    return row


def send_mail_check(*, to: Person, organization: Organization, by: Actor, at: datetime) -> Told:
    """Send a test mail to oneself. Only staff who word messages may; once a minute at most."""
    require(CHANGE_TEXTS, by, organization)
    return send(
        MAIL_CHECK.key,
        to=to,
        values={"sent_at": moment(at)},
        key=f"mail_check:{to.pk}:{at:%Y%m%d%H%M}",
        at=at,
        organization=organization,
        path="/outbox/",
    )


def _put_back(rows: list[Message], *, by: Actor, at: datetime) -> None:
    people = Person.objects.select_related("account").in_bulk({row.person_id for row in rows})
    for row in rows:
        person = people[row.person_id]
        row.address = person.email or (person.account.email if person.account else row.address)
        row.state, row.tries, row.send_after, row.error = MessageState.QUEUED, 0, at, ""
    Message.objects.bulk_update(rows, ["address", "state", "tries", "send_after", "error"])
    record_many(
        [
            build(MESSAGE_RETRIED, by=by, subject=row, at=at, organization_id=row.organization_id)
            for row in rows
        ]
    )
    wake_delivery([f"{row.key}:{at:%Y%m%d%H%M%S%f}" for row in rows], at=at)
