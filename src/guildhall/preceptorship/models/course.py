"""A course of preceptorship: it goes on with its learner from one pair to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.preceptorship.course_states import Turn
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship


class Course(models.Model):
    """One learner's way through one program. Its last day is that of the pair that works on it."""

    learner = models.ForeignKey(Person, models.CASCADE, related_name="courses")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="courses")
    # The pair that works on it now, or did last.
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="course")
    begins_on = models.DateField()
    # Percent of full time, as the length was planned with it.
    share = models.PositiveSmallIntegerField(default=100)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    # While it rests: since when. Days of rest are counted once it goes on.
    rests_since = models.DateField(null=True)
    rested_days = models.PositiveSmallIntegerField(default=0)
    resumed_on = models.DateField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        indexes = [models.Index(fields=["learner", "program"])]

    def __str__(self) -> str:
        return f"course {self.pk}"


class Stretch(models.Model):
    """The part of a course with one pair, and the note with which it was handed over."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="stretches")
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="stretch")
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    handover = EncryptedTextField(_("hand-over"), blank=True)
    handed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began_on", "pk"]

    def __str__(self) -> str:
        return f"stretch {self.pk} of {self.course_id}"


class CourseTurn(models.Model):
    """Something that changed a course, kept for good."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="turns")
    turn = models.CharField(max_length=9, choices=Turn.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(null=True)
    until = models.DateField(null=True)
    words = EncryptedTextField(_("why"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.turn} of {self.course_id}"
