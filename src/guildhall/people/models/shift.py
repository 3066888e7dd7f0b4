"""When somebody works: shifts, and the roster that some of them come from."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.engine.calendar import Busy
from guildhall.people.states import ShiftSource


class Shift(models.Model):
    """One shift of a person in an organization; a person may have several houses."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="shifts")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=ShiftSource.choices)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "starts_at"], name="shift_once"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_lasts"),
        ]
        indexes = [models.Index(fields=["organization", "starts_at"])]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def stretch(self) -> Busy:
        """From and to, as the engine takes them."""
        return Busy(self.starts_at, self.ends_at)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Roster(models.Model):
    """The private address of somebody's roster, read again and again; only times are kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="roster")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    address = EncryptedTextField(_("private address of your roster"))
    left_out = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    # Why the last try failed, fit to be shown; empty where it did not.
    problem = models.CharField(max_length=250, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tried_at"])]

    def __str__(self) -> str:
        return f"roster of {self.person_id}"
