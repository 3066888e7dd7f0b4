"""The agreement of a pair: every change is a new version, and each needs its own signatures."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.states import ReviewAnswer
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Party, Relationship


class AgreementVersion(models.Model):
    """The terms as somebody of the pair wrote them; they hold once everybody has signed."""

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="agreement_versions"
    )
    number = models.PositiveSmallIntegerField()
    every_days = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    # Empty: as long as it is good for both.
    until = models.DateField(null=True)
    sealed = EncryptedTextField(_("terms in words"))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="version_once")
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.relationship_id}"

    @property
    def texts(self) -> dict[str, str]:
        """The terms in words, by name."""
        found: dict[str, str] = json.loads(self.sealed) if self.sealed else {}
        return found


class Signature(models.Model):
    """Somebody's yes to one version."""

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, models.CASCADE, related_name="agreement_signatures")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="signed_once")]

    def __str__(self) -> str:
        return f"{self.party_id} under {self.version_id}"


class Review(models.Model):
    """A day on which the pair looks at its agreement again."""

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="reviews")
    on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=7, choices=ReviewAnswer.choices, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["version", "on"], name="review_once")]
        indexes = [models.Index(fields=["answered_at", "on"])]

    def __str__(self) -> str:
        return f"review of {self.version_id} on {self.on}"
