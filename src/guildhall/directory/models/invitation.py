"""Invitations into an organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models.organization import Organization
from guildhall.directory.models.person import Person
from guildhall.directory.states import Role


class Invitation(models.Model):
    """Somebody is asked to sign in and join. Only the digest of its secret is kept."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="invitations")
    email = models.EmailField(_("e-mail"), max_length=254)
    role = models.CharField(max_length=15, choices=Role.choices, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return f"{self.email} to {self.organization}"
