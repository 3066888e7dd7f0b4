"""A try: one go at a competency, for learning."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Competency
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.instruction.states import Step
from guildhall.relationships.models import Relationship


class Try(models.Model):
    """One go, as the learner or the preceptor noted it. It counts for nothing."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="tries")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="tries")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=Step.choices)
    tried_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    went_well = EncryptedTextField(_("what went well"), blank=True)
    next_step = EncryptedTextField(_("one next step"), blank=True)
    # The preceptor's yes, which a try alone needs to count as a step.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-tried_on", "-noted_at", "-pk"]
        indexes = [
            models.Index(fields=["learner", "-tried_on"]),
            models.Index(fields=["relationship", "-tried_on"]),
        ]

    def __str__(self) -> str:
        return f"try {self.pk}"

    @property
    def counts(self) -> bool:
        """Whether its step is reached: alone only once the preceptor has said yes."""
        return self.step != Step.ALONE or self.confirmed_at is not None
