"""What a passport comes to, kept beside it so that a board of a whole intake need not count."""

from django.db import models

from guildhall.assessment.models.passport import Passport
from guildhall.competencies.models import Competency
from guildhall.relationships.models import Relationship


class PassportSummary(models.Model):
    """Written anew with every observation and sign-off. Days, not states: they come by themselves.

    Never a source: the page of the passport and the gate read the record itself.
    """

    passport = models.OneToOneField(Passport, models.CASCADE, related_name="summary")
    total = models.PositiveSmallIntegerField()
    signed = models.PositiveSmallIntegerField()
    # The newest level of each competency in the order of the framework, domains parted by "|":
    # what it allows, 0 to 5; "-" before anything was seen; "a" to "f" for 0 to 5 signed off.
    steps = models.CharField(max_length=600)
    # The newest observation, else the opening of the passport.
    seen_on = models.DateField()
    was_seen = models.BooleanField()
    # The critical sign-off that ends first, or has ended.
    lapses_on = models.DateField(null=True)
    lapses = models.ForeignKey(Competency, models.SET_NULL, null=True, related_name="+")
    # The newest pair that goes on, its first and last day, and the day on which its pace is lost.
    pair = models.ForeignKey(Relationship, models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    behind_on = models.DateField(null=True)

    class Meta:
        ordering = ["passport"]

    def __str__(self) -> str:
        return f"summary of passport {self.passport_id}"
