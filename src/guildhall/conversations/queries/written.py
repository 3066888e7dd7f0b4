"""What is written in a pair, for whoever of the pair reads it."""

from guildhall.conversations.access import READ_NOTE, READ_POST
from guildhall.conversations.models import Attachment, Note, Post, ReadMark
from guildhall.core.errors import NotVisible
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship


def notes_of(relationship: Relationship, *, actor: Actor, most: int | None = None) -> list[Note]:
    """The notes that the actor may read, newest first; three queries at most."""
    rows = visible_to(READ_NOTE, actor, Note.objects.filter(relationship=relationship))
    rows = rows.select_related("author").prefetch_related("attachments__file")
    return list(rows.order_by("-written_at", "-pk")[:most])


def posts_of(relationship: Relationship, *, actor: Actor) -> list[Post]:
    """The messages that the actor may read, oldest first; three queries at most."""
    rows = visible_to(READ_POST, actor, Post.objects.filter(relationship=relationship))
    return list(rows.select_related("author").prefetch_related("attachments__file"))


def unread_posts(relationship: Relationship, *, actor: Actor) -> list[Post]:
    """What others wrote since the actor last looked, oldest first; two queries."""
    reader = actor.person_id
    if reader is None:
        return []
    mark = ReadMark.objects.filter(party__relationship=relationship, party__person=reader)
    read_at = mark.values_list("read_at", flat=True).first()
    rows = visible_to(READ_POST, actor, Post.objects.filter(relationship=relationship))
    rows = rows.exclude(author_id=reader).filter(taken_back_at__isnull=True)
    if read_at is not None:
        rows = rows.filter(sent_at__gt=read_at)
    return list(rows.select_related("author").order_by("sent_at", "pk"))


def attachment_of(pk: int, *, actor: Actor) -> Attachment:
    """A file for whoever reads the words beside it; the 404 of a missing id for everybody else."""
    found = Attachment.objects.filter(pk=pk).select_related("file").first()
    if found is None:
        raise NotVisible
    if found.note_id is not None:
        get_visible_or_404(READ_NOTE, actor, found.note_id, Note.objects.all())
    else:
        assert found.post_id is not None
        get_visible_or_404(READ_POST, actor, found.post_id, Post.objects.all())
    return found
