"""What is done about a concern: the plan in its versions, and its reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.audit.proven import ProvenRow
from guildhall.concerns.models.concern import Concern
from guildhall.concerns.states import ReviewOutcome
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person


class ActionPlan(ProvenRow):
    """One version of the plan. Never changed: the next version stands beside it."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    aim = EncryptedTextField(_("what will be good enough"))
    support = EncryptedTextField(_("what helps on the way"), blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="action_plan_once")
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of concern {self.concern_id}"


class PlanStep(models.Model):
    """One thing to do: who does it, by when."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = EncryptedTextField(_("step"))
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "position"]

    def __str__(self) -> str:
        return f"step {self.position} of plan {self.plan_id}"


class Review(ProvenRow):
    """How it goes with the plan, said on a day; or that nobody held it when it was due."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="reviews")
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="reviews")
    due_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=ReviewOutcome.choices)
    words = EncryptedTextField(_("what was seen since"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"review {self.pk}"
