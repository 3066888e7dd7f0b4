"""Feedback that one of a pair asks of the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class FeedbackAsk(models.Model):
    """One named thing, and the answer in three parts. It stays in the pair."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="feedback_asks")
    asker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    about = EncryptedTextField(_("what about"))
    asked_at = models.DateTimeField()
    saw = EncryptedTextField(_("what I saw"), blank=True)
    did = EncryptedTextField(_("what it did"), blank=True)
    next = EncryptedTextField(_("what to try next"), blank=True)
    giver = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    let_be_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"feedback ask {self.pk}"
