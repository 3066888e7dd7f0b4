"""A week of a pair: who shares it, and the focus of the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Week(models.Model):
    """What a pair and its educator talk about once a week. Made when somebody first shares it or
    sets a focus; what it gathers stands in tries and exchanges."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="instruction_weeks")
    monday = models.DateField()
    # What was there at this moment is shared: the earlier of the two presses. Empty: not shared.
    shared_at = models.DateTimeField(null=True)
    focus = EncryptedTextField(_("focus for next week"), blank=True)
    focus_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    focus_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-monday", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "monday"], name="instruction_week_once")
        ]
        indexes = [models.Index(fields=["shared_at"])]

    def __str__(self) -> str:
        return f"week {self.pk}"


class WeekPart(models.Model):
    """What one person did with a week: shared it, agreed to its focus."""

    week = models.ForeignKey(Week, models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # Empty for the educator, who shares nothing.
    side = models.CharField(max_length=7, blank=True)
    shared_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["week", "person"], name="week_part_once")]

    def __str__(self) -> str:
        return f"part of {self.person_id} in week {self.week_id}"
