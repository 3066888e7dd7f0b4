"""Goals, their steps, and all that happened to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Skill
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.goals.states import GoalState, Move, Pace
from guildhall.relationships.models import Relationship


class Goal(models.Model):
    """What somebody of a pair wants to reach; a guide has aims too. Only the pair reads it."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = EncryptedTextField(_("goal"))
    # How we will notice; empty for a line of intent.
    measure = EncryptedTextField(_("how we will notice"), blank=True)
    # The career aim that it serves, in their words.
    serves = EncryptedTextField(_("what it is good for"), blank=True)
    skills = models.ManyToManyField(Skill, related_name="+", blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=GoalState.choices, default=GoalState.OPEN)
    set_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["set_at", "pk"]
        indexes = [models.Index(fields=["relationship", "state"])]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class GoalStep(models.Model):
    """A milestone on the way."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = EncryptedTextField(_("step"))
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"step {self.pk}"


class GoalMove(models.Model):
    """One thing that happened to a goal, kept for good: its history."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="moves")
    move = models.CharField(max_length=13, choices=Move.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    pace = models.CharField(max_length=7, choices=Pace.choices, blank=True)
    # The line of a check-in, the step, or the wording as it was before.
    words = EncryptedTextField(_("in words"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.move} of goal {self.goal_id}"
