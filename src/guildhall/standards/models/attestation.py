"""What only people know, recorded on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.files.models import StoredFile
from guildhall.programs.models import Program


class Attestation(models.Model):
    """Somebody recorded a fact of a program. Never changed: the newest one counts."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="attestations")
    fact = models.SlugField(max_length=60)
    on = models.DateField()
    until = models.DateField(null=True)
    holds = models.BooleanField(default=True)
    # What else was counted, as numbers by name; see the engine's `mark`.
    counts = models.JSONField(default=dict)
    words = EncryptedTextField(_("in a line"), blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["program", "fact", "-recorded_at"])]

    def __str__(self) -> str:
        return f"{self.fact} of program {self.program_id}"
