"""What somebody who left a circle reads on: what was written there while they were in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from guildhall.conversations.models import Note, Post
from guildhall.conversations.states import Readers
from guildhall.mentoring.circle_access import READ_ON
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Party


@dataclass(frozen=True)
class Remembered:
    """A message or a note, with its author and when it was written."""

    at: datetime
    author: str
    text: str
    is_note: bool


def circles_left(actor: Actor) -> QuerySet[Party]:
    """The actor's places in circles that they left, the last one first."""
    rows = visible_to(READ_ON, actor).select_related("relationship__program")
    return rows.order_by("-left_at", "-pk")


def remembered(party: Party) -> list[Remembered]:
    """Oldest first. What was taken back, or changed since, is not in it; private notes are their
    author's. Whether the actor may read it, the caller has asked."""
    span = (party.accepted_at, party.left_at)
    posts = Post.objects.filter(
        relationship_id=party.relationship_id, sent_at__range=span, taken_back_at__isnull=True
    ).select_related("author")
    notes = Note.objects.filter(
        Q(readers=Readers.PAIR) | Q(author_id=party.person_id),
        Q(changed_at__isnull=True) | Q(changed_at__lte=party.left_at),
        relationship_id=party.relationship_id,
        written_at__range=span,
    ).select_related("author")
    found = [Remembered(post.sent_at, post.author.name, post.text, False) for post in posts]
    found += [Remembered(note.written_at, note.author.name, note.text, True) for note in notes]
    return sorted(found, key=lambda one: one.at)
