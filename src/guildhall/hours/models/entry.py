"""A time entry and its moves; who verifies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.audit.proven import ProvenRow
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.hours.states import EntryKind, EntryState, NotCounted
from guildhall.relationships.models import Relationship


class TimeEntry(ProvenRow):
    """What somebody worked or will: from and to, or a number of hours on a day.

    `organization` is the host, where it is worked. Protected time of a guide may be without a pair.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="time_entries")
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, related_name="time_entries"
    )
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=13, choices=EntryKind.choices)
    state = models.CharField(max_length=9, choices=EntryState.choices)
    # The day where the host is; the moments only where from and to are known.
    on = models.DateField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    is_simulated = models.BooleanField(default=False)
    not_counted = models.CharField(max_length=10, choices=NotCounted.choices, blank=True)
    note = EncryptedTextField(_("what it was for"), blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None, ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="time_entry_lasts",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on"]),
            models.Index(fields=["relationship", "state", "on"]),
            models.Index(fields=["organization", "state", "on"]),
        ]

    def __str__(self) -> str:
        return f"time entry {self.pk}"


class EntryMove(models.Model):
    """One step of an entry's life: who took it, when, and in which words. Never changed."""

    entry = models.ForeignKey(TimeEntry, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=9, choices=EntryState.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.entry_id}"


class WeekAsk(models.Model):
    """The learner asks the guide to verify the week; a link in the mail does it."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    monday = models.DateField()
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "monday", "asked_at"], name="week_ask_once"
            )
        ]

    def __str__(self) -> str:
        return f"week {self.monday} of {self.relationship_id}"


class Verifier(models.Model):
    """Somebody whom a host named to verify hours, at one site or in one unit where it says so."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="verifiers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="verifies")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    named_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(ended_at__isnull=True),
                name="verifier_once",
            )
        ]

    def __str__(self) -> str:
        return f"verifier {self.person_id}"
