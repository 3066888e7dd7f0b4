"""Who reads and changes what is written."""

from django.db.models import Q

from guildhall.conversations.models import Note, Post
from guildhall.conversations.states import Readers
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import heard_in_own_pairs, of_own_pairs


def _own(actor: Actor) -> Q:
    return of_own_pairs(actor) & Q(author=actor.person_id)


def _readable(actor: Actor) -> Q:
    heard = heard_in_own_pairs(actor.person_id, "written_at", author="author")
    return heard & (Q(readers=Readers.PAIR) | Q(author=actor.person_id))


def _heard(actor: Actor) -> Q:
    return heard_in_own_pairs(actor.person_id, "sent_at", author="author")


READ_NOTE = declare(
    Access(
        "note.read",
        "A shared note is read by the pair, a private one by its author; by nobody else.",
        Note,
        _readable,
    )
)
CHANGE_NOTE = declare(
    Access(
        "note.change", "Its author changes a note or throws it away.", Note, _own, read=READ_NOTE
    )
)
READ_POST = declare(
    Access(
        "post.read",
        "The pair read their messages, in a circle those from their joining on; nobody else does.",
        Post,
        _heard,
    )
)
TAKE_BACK_POST = declare(
    Access("post.take_back", "Its author takes a message back.", Post, _own, read=READ_POST)
)
