"""A passport, the pairs that work with it, and what was seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.assessment.states import EvidenceLevel, Rater
from guildhall.audit.proven import ProvenRow
from guildhall.competencies.models import Competency, Framework, FrameworkVersion, ScaleLevel
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.files.models import StoredFile
from guildhall.relationships.models import Relationship


class Passport(models.Model):
    """One learner's record against one framework in one organization; it outlives every pair."""

    learner = models.ForeignKey(Person, models.CASCADE, related_name="passports")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="passports")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="+")
    relationships = models.ManyToManyField(Relationship, related_name="passports")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "organization", "framework"], name="passport_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "-opened_at"])]

    def __str__(self) -> str:
        return f"passport {self.pk}"


class Observation(ProvenRow):
    """One moment, seen by somebody who was there. Never changed; a wrong one is taken back."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="observations")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.ForeignKey(ScaleLevel, models.PROTECT, related_name="+")
    # Who saw it; the pair in which they did, if it was one.
    observer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relationship = models.ForeignKey(Relationship, models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    shows = models.PositiveSmallIntegerField(
        choices=EvidenceLevel.choices, default=EvidenceLevel.DOES
    )
    went_well = EncryptedTextField(_("what went well"), blank=True)
    next_step = EncryptedTextField(_("one next step"), blank=True)
    # Made on the device, so that what was sent twice arrives once.
    device_key = models.UUIDField(unique=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_back_why = EncryptedTextField(_("why"), blank=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [
            models.Index(fields=["passport", "competency", "seen_at"]),
            models.Index(fields=["observer", "-seen_at"]),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"


class ObservationAsk(models.Model):
    """A learner asks somebody of the house to watch one thing; it lets them see just that."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="asks")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    observation = models.OneToOneField(
        Observation, models.SET_NULL, null=True, related_name="asked_for"
    )
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["asked", "expires_at"])]

    def __str__(self) -> str:
        return f"ask {self.pk}"


class RatingRound(models.Model):
    """A look at all competencies by both sides, each alone until both are locked."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="rating_rounds")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="rating_rounds")
    title = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"rating round {self.pk}"


class Rating(ProvenRow):
    """One side's sheet of a round. It is sealed when it is locked."""

    round = models.ForeignKey(RatingRound, models.CASCADE, related_name="ratings")
    rater = models.CharField(max_length=9, choices=Rater.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "rater"], name="rating_once")]

    def __str__(self) -> str:
        return f"rating {self.pk}"


class RatingLine(models.Model):
    """One competency on a sheet."""

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="lines")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.ForeignKey(ScaleLevel, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "competency"], name="rating_line_once")
        ]

    def __str__(self) -> str:
        return f"rating line {self.pk}"


class Evidence(ProvenRow):
    """A file that shows something: a certificate, a case report, a photo of a form."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="evidence")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    shows = models.PositiveSmallIntegerField(choices=EvidenceLevel.choices)
    note = EncryptedTextField(_("what it shows"), blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return f"evidence {self.pk}"
