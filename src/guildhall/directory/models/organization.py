"""Organizations, their places and their teams."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.states import OrganizationKind


class Organization(models.Model):
    """Who employs or sends people."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    kind = models.CharField(
        max_length=12, choices=OrganizationKind.choices, default=OrganizationKind.OTHER
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of an organization: a campus, a hospital building, an office."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="site_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Which ward, department or team."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="units")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="units")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name
