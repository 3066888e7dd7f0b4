"""Small promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.relationships.models import Relationship


class Promise(models.Model):
    """Something that one of a pair means to do; without an owner it is for all of them."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="promises")
    text = EncryptedTextField(_("promise"))
    owner = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    due_on = models.DateField(null=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["relationship", "done_at"])]

    def __str__(self) -> str:
        return f"promise {self.pk}"
