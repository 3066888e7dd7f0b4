"""Notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.conversations.states import Readers
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Note(models.Model):
    """What somebody of a pair wrote down, for themselves or for the pair."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    readers = models.CharField(max_length=4, choices=Readers.choices)
    text = EncryptedTextField(_("note"))
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "-written_at"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
