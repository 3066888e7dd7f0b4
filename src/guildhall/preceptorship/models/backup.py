"""Who stands in for the preceptor of a pair."""

from django.db import models

from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Backup(models.Model):
    """Somebody named for a pair: asked, then in place from their yes until it ends."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="backups")
    person = models.ForeignKey(Person, models.CASCADE, related_name="backups")
    named_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    # They said no, or their time is over.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=models.Q(ended_at__isnull=True),
                name="backup_one_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["person", "ended_at"])]

    def __str__(self) -> str:
        return f"backup {self.pk}"
