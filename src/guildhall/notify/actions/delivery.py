"""Handing messages over, each claimed on its own, so that a death at any moment loses none.

A message is *sending* only between its claim and the server's answer. Where a worker dies in
between, the lease runs out, the message becomes *uncertain* and goes out again under the same
Message-ID: that is the only way in which a second copy can come to be, and it is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.tokens import new_token
from guildhall.notify.actions.carriers import Carrier, carrier
from guildhall.notify.envelope import envelope, own_links_of
from guildhall.notify.kinds import KINDS
from guildhall.notify.mail_errors import server_words, trouble
from guildhall.notify.models import Message, Preference
from guildhall.notify.states import WAITING, MessageState

BATCH = 50
LEASE = timedelta(minutes=5)
# Some two days in all, then somebody is told.
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
MAX_TRIES = len(BACKOFF) + 1
log = structlog.get_logger("guildhall.notify")

Report = Callable[[int, int], None]


@dataclass
class Delivery:
    """What one round did. `is_stopped` tells that the mail server cannot be used now."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    cancelled: int = 0
    taken_back: int = 0
    is_stopped: bool = False
    words: str = ""


@dataclass
class _Round:
    """One round over the outbox: its carrier, its figures, and how much time has passed."""

    at: datetime
    carrier: Carrier = field(default_factory=carrier)
    started: datetime = field(default_factory=clock.now)
    done: Delivery = field(default_factory=Delivery)

    @property
    def now(self) -> datetime:
        """A long round must not write leases that have run out already."""
        return self.at + (clock.now() - self.started)


def deliver_due(*, at: datetime, report: Report | None = None) -> Delivery:
    """Send every message whose time has come; the scheduler calls this every minute.

    Several workers may do so at once. Ends early, keeping the rest queued, where the mail server
    cannot be reached.
    """
    this = _Round(at)
    this.done.taken_back = take_back_abandoned(at=at)
    last = 0
    while not this.done.is_stopped:
        batch = _due(this.at, after=last)
        if not batch:
            break
        last = batch[-1].pk
        _deliver_batch(batch, this)
        if report is not None:
            report(this.done.sent, this.done.sent + _due_rows(this.at).count())
    return this.done


def take_back_abandoned(*, at: datetime) -> int:
    """Messages whose worker died while it handed them over become uncertain; returns how many."""
    return Message.objects.filter(state=MessageState.SENDING, lease_until__lte=at).update(
        state=MessageState.UNCERTAIN,
        times_uncertain=F("times_uncertain") + 1,
        lease_token="",
        lease_until=None,
        error=_("A worker stopped while this was going out. It goes out again."),
    )


def _due_rows(at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state__in=WAITING, send_after__lte=at)


def _due(at: datetime, *, after: int) -> list[Message]:
    rows = _due_rows(at).filter(pk__gt=after).select_related("person").order_by("pk")
    return list(rows[:BATCH])


def _deliver_batch(batch: list[Message], this: _Round) -> None:
    """One connection, one read of links and of preferences, for the whole batch."""
    links = own_links_of(batch)
    silenced = _silenced(batch)
    try:
        this.carrier.open()
    except OSError as error:  # every error of smtplib is one
        _stop(batch, server_words(error), this)
        return
    try:
        for message in batch:
            token = _claim(message, at=this.now)
            if token is None:
                continue
            if (message.person_id, message.kind) in silenced:
                words = _("They chose to see this in the inbox only.")
                _settle(message, token, MessageState.CANCELLED, words, at=this.now)
                this.done.cancelled += 1
                continue
            _hand_over(message, token, links[message.pk], this)
            if this.done.is_stopped:
                return
    finally:
        this.carrier.close()


def _claim(message: Message, *, at: datetime) -> str | None:
    """One conditional update: of two workers only one gets the message."""
    token = new_token()
    claimed = Message.objects.filter(pk=message.pk, state__in=WAITING, send_after__lte=at).update(
        state=MessageState.SENDING,
        lease_token=token,
        lease_until=at + LEASE,
        tries=F("tries") + 1,
    )
    if not claimed:
        return None
    message.tries += 1
    return token


def _hand_over(message: Message, token: str, links: set[int], this: _Round) -> None:
    try:
        mail = envelope(message, own_links=links)
        mail.message()  # written whole before anything leaves
    except Exception as error:
        log.error("mail not written", message=message.pk, kind=message.kind, error=repr(error))
        words = _("The mail could not be written: %(error)s") % {"error": error}
        _settle(message, token, MessageState.FAILED, words, at=this.now)
        this.done.failed += 1
        return
    try:
        this.carrier.carry(mail, at=this.now)
    except Exception as error:
        _settle_trouble(message, token, error, this)
    else:
        _settle(message, token, MessageState.SENT, "", at=this.now)
        this.done.sent += 1


def _settle_trouble(message: Message, token: str, error: Exception, this: _Round) -> None:
    """Later, uncertain or failed. After the last try somebody has to look at it."""
    found = trouble(error)
    log.warning("mail not sent", message=message.pk, kind=message.kind, error=repr(error))
    state, words = found.state, found.words
    if state != MessageState.FAILED and message.tries >= MAX_TRIES:
        state = MessageState.FAILED
        words = _("Tried %(count)s times. %(words)s") % {"count": message.tries, "words": words}
    _settle(message, token, state, words, at=this.now)
    if state == MessageState.FAILED:
        this.done.failed += 1
    else:
        this.done.later += 1
    if found.is_server:
        this.done.is_stopped, this.done.words = True, words


def _settle(message: Message, token: str, state: MessageState, words: str, *, at: datetime) -> None:
    """Write the outcome, unless the lease was lost meanwhile: then another worker writes it."""
    pause = BACKOFF[min(message.tries, len(BACKOFF)) - 1]
    is_later = state in (MessageState.QUEUED, MessageState.UNCERTAIN)
    uncertain = int(state == MessageState.UNCERTAIN)
    kept = Message.objects.filter(
        pk=message.pk, state=MessageState.SENDING, lease_token=token
    ).update(
        state=state,
        error=words[:250],
        lease_token="",
        lease_until=None,
        sent_at=at if state == MessageState.SENT else None,
        send_after=at + pause if is_later else message.send_after,
        times_uncertain=F("times_uncertain") + uncertain,
    )
    if not kept:
        log.warning("message lease lost", message=message.pk, kind=message.kind)


def _silenced(batch: list[Message]) -> set[tuple[int, str]]:
    """Who switched a kind off after the message was written."""
    rows = Preference.objects.filter(
        person_id__in={message.person_id for message in batch},
        kind__in={message.kind for message in batch},
        by_mail=False,
    )
    return {
        (person_id, kind)
        for person_id, kind in rows.values_list("person_id", "kind")
        if kind not in KINDS or KINDS[kind].can_unsubscribe
    }


def _stop(batch: list[Message], words: str, this: _Round) -> None:
    """No connection: nothing was claimed, nothing is lost, and the outbox page says why."""
    ids = [message.pk for message in batch]
    Message.objects.filter(pk__in=ids, state__in=WAITING).update(error=words[:250])
    this.done.later += len(ids)
    this.done.is_stopped, this.done.words = True, words
    log.error("mail server not reachable", words=words)
