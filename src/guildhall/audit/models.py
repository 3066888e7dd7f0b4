"""Events and the signed heads of their chain."""

from django.db import models


class Event(models.Model):
    """One thing that happened. Written once, inside the transaction of the change."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    ids = models.JSONField(default=dict)
    # Both empty until the sealer takes the event into the chain.
    position = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"]),
            models.Index(fields=["organization_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class ChainHead(models.Model):
    """The chain's last link at a moment, signed with a key that lives outside the database."""

    position = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.position}"
