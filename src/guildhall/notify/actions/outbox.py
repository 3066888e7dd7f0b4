"""Telling people. The rows are written in the transaction of whatever they tell of."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from guildhall.accounts.models import Account
from guildhall.directory.models import Organization, Person
from guildhall.notify.kinds import kind_of
from guildhall.notify.models import ActionLink, Message, Notice, Preference
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.notify.queries.texts import wordings_for
from guildhall.notify.rendering import link_mark
from guildhall.notify.states import MessageState
from guildhall.notify.wording import Wording
from guildhall.work.actions import enqueue

KEY_LENGTH = 150
DELIVER = "notify.deliver"


@dataclass(frozen=True)
class Told:
    """How many people got a notice, and how many of them a mail as well."""

    notices: int
    messages: int


def send(
    kind: str,
    *,
    to: Person,
    values: Mapping[str, str],
    key: str,
    at: datetime,
    organization: Organization | None = None,
    about: str = "",
    scopes: tuple[str, ...] = (),
    path: str = "",
    acts: tuple[ActButton, ...] = (),
    send_after: datetime | None = None,
) -> Told:
    """Tell one person: a notice in the inbox, and a mail where they want it and have an address.

    The same key tells nobody twice. Refuses unknown kinds, and values that do not fit the kind.
    """
    outgoing = Outgoing(
        kind=kind,
        to=to,
        values=values,
        key=key,
        organization=organization,
        about=about,
        scopes=scopes,
        path=path,
        acts=acts,
        send_after=send_after,
    )
    return send_many([outgoing], at=at)


def send_many(messages: Sequence[Outgoing], *, at: datetime) -> Told:
    """Tell many people at once, in a number of statements that does not grow with each of them.

    Messages whose key is known are left out. A worker is woken once the transaction commits.
    """
    for message in messages:
        _refuse_misuse(message)
    with transaction.atomic():
        new = _not_yet_told(messages)
        if not new:
            return Told(0, 0)
        wordings = wordings_for(new)
        filled = {message.key: wordings.filled(message) for message in new}
        addresses = _addresses(new)
        bodies = _bodies(new, filled, addresses, at=at)
        mails = [
            _mail(message, filled[message.key], bodies[message.key], address, at=at)
            for message in new
            if (address := addresses.get(message.key))
        ]
        Message.objects.bulk_create(mails, ignore_conflicts=True)
        Notice.objects.bulk_create(
            [_notice(message, filled[message.key], at=at) for message in new],
            ignore_conflicts=True,
        )
        # Those for later are taken up by the scheduler's round.
        due = [mail.key for mail in mails if mail.state == MessageState.QUEUED]
        wake_delivery(due, at=at)
    return Told(notices=len(new), messages=len(mails))


def _refuse_misuse(message: Outgoing) -> None:
    kind_of(message.kind)
    if not message.key or len(message.key) > KEY_LENGTH:
        raise ValueError(f"A message's key has 1 to {KEY_LENGTH} characters: “{message.key}”.")
    if message.path and (not message.path.startswith("/") or message.path.startswith("//")):
        raise ValueError(f"A message leads to a page of this house, not to “{message.path}”.")


def _not_yet_told(messages: Sequence[Outgoing]) -> list[Outgoing]:
    by_key = {message.key: message for message in reversed(messages)}
    known = {
        key
        for rows in (Notice.objects, Message.objects)
        for key in rows.filter(key__in=by_key).values_list("key", flat=True)
    }
    return [by_key[key] for key in reversed(by_key) if key not in known]


def _addresses(messages: Sequence[Outgoing]) -> dict[str, str]:
    """By message key, for those who want the mail and have an address."""
    people = {message.to.pk for message in messages}
    refused = set(
        Preference.objects.filter(
            person_id__in=people, kind__in={m.kind for m in messages}, by_mail=False
        ).values_list("person_id", "kind")
    )
    accounts = {m.to.account_id for m in messages if not m.to.email and m.to.account_id}
    own = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "email"))
    return {
        message.key: message.to.email or own.get(message.to.account_id or 0, "")
        for message in messages
        if (message.to.pk, message.kind) not in refused or not kind_of(message.kind).can_unsubscribe
    }


def _bodies(
    messages: Sequence[Outgoing],
    filled: Mapping[str, Wording],
    addresses: Mapping[str, str],
    *,
    at: datetime,
) -> dict[str, str]:
    """Bodies by key, with the marks of the action links that are made for them here."""
    wanted = [(m, act) for m in messages if addresses.get(m.key) for act in m.acts]
    links = ActionLink.objects.bulk_create(
        ActionLink(
            person=message.to,
            act=act.act,
            subject_id=act.subject_id,
            created_at=at,
            expires_at=act.expires_at or max(at, message.send_after or at) + act.valid_for,
        )
        for message, act in wanted
    )
    bodies = {message.key: filled[message.key].body for message in messages}
    for (message, act), link in zip(wanted, links, strict=True):
        mark = link_mark(link.pk, str(act.label), is_quiet=act.is_quiet)
        bodies[message.key] += f"\n\n{mark}"
    return bodies


def _mail(message: Outgoing, wording: Wording, body: str, address: str, *, at: datetime) -> Message:
    send_after = max(at, message.send_after or at)
    return Message(
        key=message.key,
        kind=message.kind,
        person=message.to,
        organization=message.organization,
        about=message.about,
        address=address,
        subject=wording.subject,
        body=body,
        button=wording.button,
        small_print=wording.small_print,
        path=message.path,
        calendar=message.invitation.calendar if message.invitation else "",
        calendar_method=message.invitation.method if message.invitation else "",
        message_id=_message_id(message.key),
        dated_at=send_after,
        state=MessageState.PLANNED if send_after > at else MessageState.QUEUED,
        created_at=at,
        send_after=send_after,
    )


def _message_id(key: str) -> str:
    """The same for the same key, and not to be guessed from it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    digest = salted_hmac("guildhall.notify.message-id", key, algorithm="sha256").hexdigest()
    return f"<{digest[:40]}@{domain}>"


def _notice(message: Outgoing, wording: Wording, *, at: datetime) -> Notice:
    return Notice(
        key=message.key,
        kind=message.kind,
        person=message.to,
        title=wording.subject,
        text=wording.body,
        path=message.path,
        created_at=max(at, message.send_after or at),
    )


def wake_delivery(keys: Sequence[str], *, at: datetime) -> None:
    """One job for all of these messages; it sends whatever is due once the transaction commits."""
    if keys:
        digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()
        enqueue(DELIVER, key=f"{DELIVER}:{digest[:40]}", payload={"messages": len(keys)}, at=at)
