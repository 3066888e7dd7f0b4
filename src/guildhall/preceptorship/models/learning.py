"""What a learner needs, and the plan that follows from it."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Competency
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.preceptorship.models.course import Course
from guildhall.programs.states import Side

Words = dict[str, dict[str, str]]


class NeedsSheet(models.Model):
    """One side's part of the learning needs: the learner's is their own until it is shared."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="needs")
    side = models.CharField(max_length=7, choices=Side.choices)
    sealed = EncryptedTextField(_("learning needs"))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "side"], name="needs_once")]

    def __str__(self) -> str:
        return f"needs of {self.course_id}, {self.side}"

    @property
    def words(self) -> Words:
        """By the key of the domain: what was written, by the name of its question."""
        found: Words = json.loads(self.sealed) if self.sealed else {}
        return found


class LearningPlan(models.Model):
    """A version of the plan; it holds once both sides have signed it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="plan_once")]

    def __str__(self) -> str:
        return f"plan {self.number} of {self.course_id}"


class Objective(models.Model):
    """What is to be reached, and by when. How far it is says the passport, and nothing else."""

    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = EncryptedTextField(_("objective"))
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"objective {self.pk}"


class PlanSignature(models.Model):
    """One side's yes to a version of the plan."""

    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=7, choices=Side.choices)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "side"], name="plan_signed_once")]

    def __str__(self) -> str:
        return f"{self.side} under {self.plan_id}"
