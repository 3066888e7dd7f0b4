"""One table: stored files."""

from django.db import models


class StoredFile(models.Model):
    """A file as it came: its name is only a label, its content is addressed by hash."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    organization_id = models.BigIntegerField(null=True)
    uploaded_by_id_of_person = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
