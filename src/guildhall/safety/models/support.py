"""The page of support, and asking for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.relationships.models import Relationship
from guildhall.safety.states import AskCategory


class SupportPage(models.Model):
    """Where the people of an organization find support, in its own words."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="support_page")
    emergency = models.CharField(_("emergency line"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"support of {self.organization_id}"


class ContactAsk(models.Model):
    """One of a pair asks that somebody of the program gets in touch."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="contact_asks")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    category = models.CharField(max_length=8, choices=AskCategory.choices)
    words = EncryptedTextField(_("a few words"), blank=True)
    asked_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "taken_up_at"])]

    def __str__(self) -> str:
        return f"ask in {self.relationship_id}"
