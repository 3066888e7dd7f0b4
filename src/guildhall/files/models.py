"""One table: stored files."""

from django.db import models

from guildhall.core.encrypted import EncryptedTextField


class StoredFile(models.Model):
    """A file as it came, sealed at rest: its name is only a label; the hash is of the content."""

    name = EncryptedTextField()
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    organization_id = models.BigIntegerField(null=True)
    uploaded_by_id_of_person = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
