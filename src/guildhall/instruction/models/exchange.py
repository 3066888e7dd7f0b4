"""The end of a shift: two answers each, read once both are there."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship


class Exchange(models.Model):
    """The notes of one pair for one day of work."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="exchanges")
    # The day on which the learner's shift began.
    on = models.DateField()
    # When the time that they shared ended; where no shift is known, when the first wrote.
    ended_at = models.DateTimeField()
    # Both sides have written.
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "on"], name="exchange_once_a_day")
        ]

    def __str__(self) -> str:
        return f"exchange {self.pk}"

    def opens_at(self, wait: timedelta) -> datetime:
        """From when each reads the other's note: both have written, or the wait is over."""
        late = self.ended_at + wait
        return late if self.completed_at is None else min(self.completed_at, late)


class ShiftNote(models.Model):
    """One person's two answers."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="notes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    # Learners: what went well, what I want next. Preceptors: what I saw, what to try next.
    first = EncryptedTextField(_("the first answer"))
    second = EncryptedTextField(_("the second answer"), blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "person"], name="shift_note_once")
        ]

    def __str__(self) -> str:
        return f"shift note {self.pk}"
