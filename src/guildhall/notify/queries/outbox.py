"""What was said to whom, and what goes out next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.notify.access import READ_MESSAGE, READ_WORDS
from guildhall.notify.models import KeptMail, Message
from guildhall.notify.planned import SOURCES, PlannedMessages
from guildhall.notify.states import MessageState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor

ON_THE_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.UNCERTAIN)


@dataclass(frozen=True)
class OutboxFilter:
    """What a list of messages is narrowed to; empty parts narrow nothing."""

    state: str = ""
    kind: str = ""
    about: str = ""
    words: str = ""


def messages(actor: Actor, narrow: OutboxFilter | None = None) -> QuerySet[Message]:
    """Messages that the actor sees in the outbox, the newest first, with their words left sealed.

    Words are looked for in the name and the address, and in the subject where it may be read.
    """
    rows = visible_to(READ_MESSAGE, actor).select_related("person", "organization")
    rows = rows.defer("body", "small_print")
    if narrow is None:
        return rows
    exact = {"state": narrow.state, "kind": narrow.kind, "about": narrow.about}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    is_read = Q() if actor.is_system else READ_WORDS.reach(actor)
    for word in narrow.words.split():
        rows = rows.filter(
            (Q(subject__icontains=word) & is_read)
            | Q(address__icontains=word)
            | Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
        )
    return rows


def readable(actor: Actor, page: Iterable[Message]) -> set[int]:
    """Of a page of messages, those whose words the actor may read; one query."""
    rows = Message.objects.filter(pk__in=[message.pk for message in page]).order_by()
    return set(visible_to(READ_WORDS, actor, rows).values_list("pk", flat=True))


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many messages stand in each state."""
    rows = visible_to(READ_MESSAGE, actor).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def kinds_sent(actor: Actor) -> list[str]:
    """Keys of the kinds that occur, for the filter."""
    rows = visible_to(READ_MESSAGE, actor).order_by()
    return sorted(rows.values_list("kind", flat=True).distinct())


@dataclass(frozen=True)
class GoingOut:
    """What leaves next: `waiting` now, `planned` with a time, `failed` and in need of somebody.

    `by_kind` counts the planned ones of the outbox and of the rooms by kind.
    """

    waiting: int = 0
    planned: int = 0
    failed: int = 0
    next_at: datetime | None = None
    by_kind: dict[str, int] = field(default_factory=dict)


def going_out(actor: Actor, *, at: datetime, until: datetime) -> GoingOut:
    """The figures for Today, over the organizations that the actor looks after."""
    rows = visible_to(READ_MESSAGE, actor).order_by()
    states = dict(rows.values_list("state").annotate(n=Count("pk")))
    ahead = rows.filter(state=MessageState.PLANNED, send_after__lte=until)
    by_kind: dict[str, int] = dict(ahead.values_list("kind").annotate(n=Count("pk")))
    moments = list(ahead.order_by("send_after").values_list("send_after", flat=True)[:1])
    for item in planned(until):
        if actor.is_system or item.organization_id in actor.scopes(ORGANIZATION, *READERS):
            by_kind[item.kind] = by_kind.get(item.kind, 0) + item.count
            moments.append(item.at)
    return GoingOut(
        waiting=sum(states.get(state, 0) for state in ON_THE_WAY),
        planned=sum(by_kind.values()),
        failed=states.get(MessageState.FAILED, 0),
        next_at=min((m for m in moments if m >= at), default=None),
        by_kind=by_kind,
    )


def planned(until: datetime) -> list[PlannedMessages]:
    """What rooms will send until a moment, beyond the rows of the outbox."""
    return sorted((item for source in SOURCES for item in source(until)), key=lambda item: item.at)


def kept_mails() -> QuerySet[KeptMail]:
    """In a demo: every mail that would have left, the newest first."""
    return KeptMail.objects.all()
