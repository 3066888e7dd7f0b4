"""Files beside a note or a message: checked, sealed, removed with their words."""

from collections.abc import Sequence
from datetime import datetime

from guildhall.conversations.models import Attachment, Note, Post
from guildhall.files.actions import remove_file, store_file
from guildhall.files.enclosed import Enclosure
from guildhall.relationships.models import Relationship


def attach(
    files: Sequence[Enclosure],
    row: Relationship,
    *,
    person_id: int,
    at: datetime,
    note: Note | None = None,
    post: Post | None = None,
) -> None:
    """Put the files away beside their words; `require_fit` was asked."""
    for file in files:
        stored = store_file(
            file.content,
            name=file.name,
            content_type=file.content_type,
            organization_id=row.organization_id,
            person_id=person_id,
            at=at,
        )
        Attachment.objects.create(note=note, post=post, file=stored)


def remove_attachments(written: Note | Post) -> None:
    """The files go with the words."""
    own = {"note": written} if isinstance(written, Note) else {"post": written}
    for attachment in Attachment.objects.filter(**own).select_related("file"):
        file = attachment.file
        attachment.delete()
        remove_file(file)
