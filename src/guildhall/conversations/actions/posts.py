"""Messages: sent, read, taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.conversations.access import TAKE_BACK_POST
from guildhall.conversations.actions.attaching import attach, remove_attachments
from guildhall.conversations.actions.events import POST_SENT, POST_TAKEN_BACK
from guildhall.conversations.actions.rows import require_contact, require_words
from guildhall.conversations.messages import POST_WAITS
from guildhall.conversations.models import Post, ReadMark
from guildhall.files.enclosed import Enclosure, require_fit
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
)
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.telling import message_from


def send_post(
    *,
    relationship: Relationship,
    text: str,
    files: Sequence[Enclosure] = (),
    by: Actor,
    at: datetime,
) -> Post:
    """Write to everybody else in the pair. Their mail says that something waits, never what.

    Whoever has an earlier one unread gets no second mail. Refuses while contact rests.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    require_fit(files)
    with transaction.atomic():
        row = locked(relationship)
        require_contact(row)
        parties = present_parties(row)
        mine = own_party(parties, by)
        post = Post.objects.create(
            relationship=row, author=mine.person, text=require_words(text), sent_at=at
        )
        attach(files, row, person_id=mine.person_id, at=at, post=post)
        record_in_pair(POST_SENT, post, row, by=by, at=at)
        others = [party for party in parties if party.pk != mine.pk]
        send_many([_waits(row, party, mine, post) for party in others], at=at)
        _mark(mine, at=at)
    return post


def mark_read(*, relationship: Relationship, by: Actor, at: datetime) -> None:
    """The reader has seen everything up to now."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    _mark(own_party(present_parties(relationship), by), at=at)


def take_post_back(*, post: Post, by: Actor, at: datetime) -> Post:
    """Its words are gone for good; that there was something stays. Twice changes nothing."""
    require(TAKE_BACK_POST, by, post)
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post.pk)
        if post.taken_back_at is None:
            remove_attachments(post)
            post.text, post.taken_back_at = "", at
            post.save(update_fields=["text", "taken_back_at"])
            record_in_pair(POST_TAKEN_BACK, post, post.relationship, by=by, at=at)
    return post


def _mark(party: Party, *, at: datetime) -> None:
    ReadMark.objects.update_or_create(party=party, defaults={"read_at": at})


def _waits(row: Relationship, to: Party, author: Party, post: Post) -> Outgoing:
    """One mail for all that is unread: its key names the first unread one."""
    read_at = ReadMark.objects.filter(party=to).values_list("read_at", flat=True).first()
    unread = row.posts.exclude(author_id=to.person_id)
    if read_at is not None:
        unread = unread.filter(sent_at__gt=read_at)
    first = unread.order_by("sent_at", "pk").values_list("pk", flat=True).first() or post.pk
    return message_from(
        POST_WAITS,
        relationship=row,
        sender=author.person,
        to=to,
        event=f"{first}",
        path=f"/relationships/{row.pk}/messages/",
    )
