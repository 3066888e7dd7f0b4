"""Looking at one's whole life, how one is, and people whom one could meet. All of it sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.core.tokens import new_token
from guildhall.directory.models import Person
from guildhall.mentoring.wisdom_states import IntroductionState
from guildhall.relationships.models import Relationship


class Reflection(models.Model):
    """A look at the areas of one's life. `marks` is sealed JSON, area to 1 to 10."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="reflections")
    marks = EncryptedTextField(_("marks"))
    line = EncryptedTextField(_("a line"), blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class ReflectionShare(models.Model):
    """One reflection that its owner shows to a pair, until they take it back."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="shares")
    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="shared_reflections"
    )
    shared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reflection", "relationship"], name="reflection_share_once"
            )
        ]

    def __str__(self) -> str:
        return f"share of reflection {self.reflection_id}"


class CheckIn(models.Model):
    """How somebody is, told to their pair: 1 to 5, and a line."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    mood = EncryptedTextField(_("how I am"))
    line = EncryptedTextField(_("a line"), blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "-made_at"])]

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class Introduction(models.Model):
    """A guide would introduce a learner to a colleague; addresses are shared after two yeses."""

    code = models.CharField(max_length=43, unique=True, default=new_token)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="introductions")
    offered_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    colleague = models.ForeignKey(Person, models.CASCADE, related_name="+")
    line = EncryptedTextField(_("why"))
    state = models.CharField(
        max_length=6, choices=IntroductionState.choices, default=IntroductionState.ASKED
    )
    offered_at = models.DateTimeField()
    learner_yes_at = models.DateTimeField(null=True)
    colleague_yes_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "colleague"],
                condition=models.Q(state=IntroductionState.ASKED),
                name="introduction_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"
