"""Files beside what is written."""

from django.db import models

from guildhall.conversations.models.note import Note
from guildhall.conversations.models.post import Post
from guildhall.files.models import StoredFile


class Attachment(models.Model):
    """A file of a note or of a message; whoever reads the words may have the file."""

    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="attachments")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note__isnull=True) ^ models.Q(post__isnull=True),
                name="attachment_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
