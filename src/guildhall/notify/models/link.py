"""Links in mails that act without signing in."""

from django.db import models

from guildhall.directory.models import Person


class ActionLink(models.Model):
    """One act by one person, once, until it expires. GET shows it, POST does it.

    The secret in the mail is a signature over this row's id, so the table alone opens nothing.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    act = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} {self.subject_id}"
