"""A new address for somebody who signs in, until they say yes to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models.person import Person


class AddressRequest(models.Model):
    """Staff ask that a person be reached, and sign in, under another address.

    It counts once its person, signed in, opens the link that went to that address. Only the digest
    of the link's secret is kept. One at most is open for a person.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="address_requests")
    email = models.EmailField(_("e-mail"), max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="address_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.person_id}"
