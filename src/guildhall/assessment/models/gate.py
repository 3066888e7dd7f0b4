"""Who may sign beside the pair, the card for the ward, and what went wrong at the gate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.assessment.models.passport import Passport
from guildhall.audit.proven import ProvenRow
from guildhall.competencies.models import Competency
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person


class Assessor(models.Model):
    """Somebody whom an organization named to sign off. Ending it leaves the row and what was
    signed."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="assessors")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-named_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="assessor_once",
            )
        ]

    def __str__(self) -> str:
        return f"assessor {self.person_id}"


class WardCard(models.Model):
    """What a learner shows on the ward as a code. Its secret changes by the hour and is made of
    `nonce` with a key outside the database; ending the card ends every code of it."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="ward_cards")
    nonce = models.UUIDField(unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["passport"],
                condition=models.Q(ended_at__isnull=True),
                name="ward_card_once",
            )
        ]

    def __str__(self) -> str:
        return f"ward card {self.pk}"


class Incident(ProvenRow):
    """Somebody was asked to do something alone without being signed off. Never scored."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="incidents")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    # What the gate said at that moment.
    answer = models.CharField(max_length=9)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    words = EncryptedTextField(_("what happened"), blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    settled_words = EncryptedTextField(_("what was done"), blank=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["passport", "settled_at"])]

    def __str__(self) -> str:
        return f"incident {self.pk}"
