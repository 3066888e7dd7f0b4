"""Guides who ask a senior guide for advice, without names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.core.tokens import new_token
from guildhall.directory.models import Organization, Person


class SeniorGuide(models.Model):
    """Somebody whom an organization names as an ear for other guides."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="senior_roles")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="senior_guides")
    named_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="senior_guide_once",
            )
        ]

    def __str__(self) -> str:
        return f"senior {self.person_id} of {self.organization_id}"


class Consult(models.Model):
    """A question of a guide to a senior guide. It points to no pair, and neither the page nor a
    mail tells the senior who asks."""

    code = models.CharField(max_length=43, unique=True, default=new_token)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    asker = models.ForeignKey(Person, models.CASCADE, related_name="consults_asked")
    senior = models.ForeignKey(Person, models.CASCADE, related_name="consults_answered")
    asked_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"consult {self.pk}"


class ConsultWords(models.Model):
    """What one of the two wrote."""

    consult = models.ForeignKey(Consult, models.CASCADE, related_name="written")
    is_of_senior = models.BooleanField()
    text = EncryptedTextField(_("text"))
    written_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"words {self.pk} of consult {self.consult_id}"
