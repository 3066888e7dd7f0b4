"""Which records with somebody's address are not theirs, by their own word."""

from django.conf import settings
from django.db import models

from guildhall.directory.models import Organization


class RecordRefusal(models.Model):
    """Whoever signs in with this account has said no to an organization that says it knows them.

    It names the organization and not the record: another record there would ask again.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="record_refusals"
    )
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "organization"], name="record_refused_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} is not known to {self.organization}"
