"""A message as a line of a list: its kind in words, its state with a shape, its moment."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from guildhall.notify.kinds import KINDS
from guildhall.notify.models import Message
from guildhall.notify.states import STOPPABLE, MessageState

SHAPES = {
    MessageState.PLANNED: "early",
    MessageState.QUEUED: "neutral",
    MessageState.SENDING: "neutral",
    MessageState.SENT: "track",
    MessageState.UNCERTAIN: "nudge",
    MessageState.FAILED: "person",
    MessageState.CANCELLED: "paused",
}


@dataclass(frozen=True)
class MessageRow:
    """What a page shows of a message. `title` is its subject, or its kind for those who may not
    read its words."""

    message: Message
    title: str | Promise
    kind_label: str | Promise
    shape: str
    state_words: str
    when: datetime
    can_retry: bool
    can_cancel: bool


def message_row(message: Message, *, is_readable: bool) -> MessageRow:
    """A message that left tells when; one that waits tells when it will be tried."""
    is_waiting = message.state in (*STOPPABLE, MessageState.UNCERTAIN)
    words = MessageState(message.state).label
    return MessageRow(
        message=message,
        title=message.subject if is_readable else kind_label(message.kind),
        kind_label=kind_label(message.kind),
        shape=SHAPES[MessageState(message.state)],
        state_words=str(words).capitalize(),
        when=message.sent_at or (message.send_after if is_waiting else message.created_at),
        can_retry=message.state == MessageState.FAILED,
        can_cancel=message.state in STOPPABLE,
    )


def kind_label(key: str) -> str | Promise:
    """The kind in words; the key itself where no room declares it any more."""
    return KINDS[key].label if key in KINDS else key
