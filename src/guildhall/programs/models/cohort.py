"""One run of a program, and the links that lead into it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.programs.models.program import Program
from guildhall.programs.states import Side


class Cohort(models.Model):
    """One run. An evergreen program has one cohort without an end."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    applications_close_on = models.DateField(_("applications close on"), null=True)
    matches_promised_on = models.DateField(_("matches promised by"), null=True)
    starts_on = models.DateField(_("starts on"), null=True)
    ends_on = models.DateField(_("ends on"), null=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="cohort_name_once")]

    def __str__(self) -> str:
        return self.name


class JoinLink(models.Model):
    """A link or QR code by which people join a side of a cohort. It can be closed."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="join_links")
    side = models.CharField(max_length=7, choices=Side.choices)
    token = models.CharField(max_length=60, unique=True)
    # Whether somebody without a record may come in by it, and get one.
    admits_newcomers = models.BooleanField(default=False)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_side_display()} link of {self.cohort_id}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether it still lets people in."""
        return self.closed_at is None and (self.expires_at is None or self.expires_at > at)
