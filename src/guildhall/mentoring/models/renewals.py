"""Pairs without a last day: asked once a year, and what happens when somebody changes employer."""

from django.db import models

from guildhall.directory.models import Organization, Person
from guildhall.mentoring.ending_states import RenewalOutcome
from guildhall.relationships.models import Relationship


class Renewal(models.Model):
    """The yearly question: another year? Silence lets the pair sleep."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="renewals")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=7, choices=RenewalOutcome.choices, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=models.Q(settled_at__isnull=True),
                name="renewal_open_once",
            )
        ]
        indexes = [models.Index(fields=["settled_at", "due_on"])]

    def __str__(self) -> str:
        return f"renewal {self.pk}"


class RenewalAnswer(models.Model):
    """A yes of one of them, with how often they would like to meet. A no leaves nothing here."""

    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # None: as it is.
    every_days = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["renewal", "person"], name="renewal_answer_once")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class HomeMove(models.Model):
    """One of them proposes that the pair belongs to another organization; the others consent."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="home_moves")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    has_moved = models.BooleanField(default=False)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=models.Q(answered_at__isnull=True),
                name="home_move_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"
