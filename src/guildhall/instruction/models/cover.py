"""Somebody stands in for an absent preceptor, for one shift."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.instruction.states import CoverState
from guildhall.relationships.models import Relationship


class Cover(models.Model):
    """One person asked to cover one shift, with what is handed over."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="covers")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="covers")
    state = models.CharField(max_length=10, choices=CoverState.choices, default=CoverState.ASKED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    goals = EncryptedTextField(_("today's goals"))
    alone = EncryptedTextField(_("what may be done alone"), blank=True)
    watch = EncryptedTextField(_("what to watch"), blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "state"]),
            models.Index(fields=["state", "ends_at"]),
        ]

    def __str__(self) -> str:
        return f"cover {self.pk}"
