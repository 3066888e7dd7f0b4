"""Tables of what is written."""

from guildhall.conversations.models.attachment import Attachment
from guildhall.conversations.models.note import Note
from guildhall.conversations.models.post import Post, ReadMark

__all__ = ["Attachment", "Note", "Post", "ReadMark"]
