"""Meetings. The program sees that they happened; what was said stays with the pair."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models.relationship import Relationship
from guildhall.relationships.states import MeetingMode, MeetingState


class Meeting(models.Model):
    """One meeting of a relationship."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=10, choices=MeetingState.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=MeetingMode.choices, blank=True)
    line = EncryptedTextField(_("one line to remember"), blank=True)
    logged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"meeting {self.pk}"
