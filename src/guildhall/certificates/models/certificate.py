"""What was stated about somebody, when, and until when it holds."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.certificates.codes import grouped
from guildhall.certificates.states import PREFIXES, CertificateKind, Force
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person


class Certificate(models.Model):
    """As it was issued. What it states never changes: a renewal is another one, and both stay."""

    kind = models.CharField(max_length=12, choices=CertificateKind.choices)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="certificates")
    person = models.ForeignKey(Person, models.CASCADE, related_name="certificates")
    serial = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    # The name as it was on that day.
    name = models.CharField(max_length=200)
    statement = models.CharField(max_length=600)
    # Pairs of label and value, in the words in which it was issued.
    facts = models.JSONField(default=list)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    renews = models.OneToOneField("self", models.SET_NULL, null=True, related_name="renewed_by")
    held_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    revoked_because = EncryptedTextField(_("why"), blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "serial"], name="certificate_number")
        ]
        indexes = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """“PC-2026-0007”: running in its organization."""
        return f"{PREFIXES[self.kind]}-{self.issued_on.year}-{self.serial:04d}"

    @property
    def printed_code(self) -> str:
        """The code in groups."""
        return grouped(self.code)

    def force(self, *, on: date) -> Force:
        """Whether it holds on a day. Its last day belongs to it."""
        if self.revoked_at is not None:
            return Force.REVOKED
        if hasattr(self, "renewed_by"):
            return Force.RENEWED
        if self.valid_until is not None and self.valid_until < on:
            return Force.EXPIRED
        return Force.HELD if self.held_at is not None else Force.VALID
