"""A concern, every step that it took, and when it went to whoever leads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.audit.proven import ProvenRow
from guildhall.competencies.models import Competency
from guildhall.concerns.states import Because, ConcernState, SharedHow
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Concern(ProvenRow):
    """Something that was seen in a learner's practice. What was seen never changes."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="concerns")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="concerns")
    raised_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField()
    seen_on = models.DateField()
    seen = EncryptedTextField(_("what was seen"))
    competency = models.ForeignKey(Competency, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        max_length=12, choices=ConcernState.choices, default=ConcernState.RAISED
    )
    shared_at = models.DateTimeField(null=True)
    shared_how = models.CharField(max_length=7, choices=SharedHow.choices, blank=True)
    read_at = models.DateTimeField(null=True)
    # By when the next step of its state is due: to share it, to plan, to review.
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernMove(models.Model):
    """A step of a concern from one state to the next. Kept for good."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=12, choices=ConcernState.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = EncryptedTextField(_("in words"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} of concern {self.concern_id}"


class Escalation(models.Model):
    """It went to whoever leads the program, and somebody took it up."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="escalations")
    because = models.CharField(max_length=6, choices=Because.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = EncryptedTextField(_("why"), blank=True)
    taken_up_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(_("how it goes on"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"escalation {self.pk}"
