"""The final decision about a learner's time in a pair, and appeals with their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.audit.proven import ProvenRow
from guildhall.concerns.models.concern import Concern
from guildhall.concerns.states import FinalOutcome
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Decision(ProvenRow):
    """What was decided. Never changed: another one replaces it after an appeal, or after more
    time, and both stay."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="decisions")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=FinalOutcome.choices)
    until = models.DateField(null=True)
    words = EncryptedTextField(_("why"), blank=True)
    # The concern on which an adverse decision stands.
    ground = models.ForeignKey(Concern, models.SET_NULL, null=True, related_name="decisions")
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaced_by")
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Appeal(ProvenRow):
    """The learner sees a concern or a decision otherwise. Both versions stay to be read."""

    concern = models.ForeignKey(Concern, models.CASCADE, null=True, related_name="appeals")
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="appeals")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = EncryptedTextField(_("how you see it"))
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(_("answer"), blank=True)
    changed = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concern__isnull=False, decision__isnull=True)
                | models.Q(concern__isnull=True, decision__isnull=False),
                name="appeal_about_one",
            ),
            models.UniqueConstraint(
                fields=["concern"],
                condition=models.Q(answered_at__isnull=True),
                name="appeal_concern_open",
            ),
            models.UniqueConstraint(fields=["decision"], name="appeal_decision_once"),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
