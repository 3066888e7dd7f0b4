"""Messages within a pair."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Party, Relationship


class Post(models.Model):
    """One message to everybody else in the pair. Taken back, its words are gone for good."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="posts")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = EncryptedTextField(_("message"), blank=True)
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["relationship", "sent_at"])]

    def __str__(self) -> str:
        return f"post {self.pk}"


class ReadMark(models.Model):
    """Up to when somebody has read; nobody else sees it."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="read_mark")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"read mark of {self.party_id}"
