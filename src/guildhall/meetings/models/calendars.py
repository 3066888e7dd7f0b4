"""Calendars: one that is read, and one that is given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person


class CalendarSource(models.Model):
    """The private address of somebody's calendar, and when it says that they are busy.

    Only stretches of time are kept, never what they are taken by. `busy` is a JSON list of
    pairs of moments; what was read last stays when a later try fails.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_source")
    address = EncryptedTextField(_("private calendar address"))
    busy = EncryptedTextField(blank=True)
    left_out = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    # Why the last try failed, fit to be shown; empty where it did not.
    problem = models.CharField(max_length=250, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tried_at"])]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads a person's meetings."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
