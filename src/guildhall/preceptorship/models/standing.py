"""A preceptor's standing in a house, every step of it, and the training behind it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.certificates.models import Certificate
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.preceptorship.standing_states import StandingState, TrainingKind


class Standing(models.Model):
    """How far somebody is as a preceptor in one organization."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="standings")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="standings")
    state = models.CharField(max_length=11, choices=StandingState.choices)
    # Where it goes back to once it is no longer suspended.
    suspended_from = models.CharField(max_length=11, choices=StandingState.choices, blank=True)
    certificate = models.ForeignKey(Certificate, models.SET_NULL, null=True, related_name="+")
    # Of the certificate, so that the clock and the board need not ask for it.
    valid_until = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organization"], name="standing_once")
        ]
        indexes = [
            models.Index(fields=["organization", "state"]),
            models.Index(fields=["state", "valid_until"]),
        ]

    def __str__(self) -> str:
        return f"standing {self.pk}"


class StandingMove(models.Model):
    """A step of a standing, with why where somebody said so. Kept for good."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=11, choices=StandingState.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = EncryptedTextField(_("why"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} of standing {self.standing_id}"


class Training(models.Model):
    """Training that a preceptor did: the course before, or an update later."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="trainings")
    kind = models.CharField(max_length=6, choices=TrainingKind.choices)
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    name = models.CharField(max_length=160)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["standing", "on"])]

    def __str__(self) -> str:
        return f"training {self.pk}"
