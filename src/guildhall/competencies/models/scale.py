"""Scales: ordered levels, each with a short name and what it allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.states import Allows, ScaleKind
from guildhall.directory.models import Organization


class Scale(models.Model):
    """A scale. Levels never change once somebody was rated on them; a new scale has a new key."""

    # Empty: it came with the product, for everybody.
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="scales")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=11, choices=ScaleKind.choices)
    source = models.CharField(_("where it comes from"), max_length=400, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="scale_key_once"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(organization__isnull=True),
                name="scale_key_once_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScaleLevel(models.Model):
    """One step of a scale."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    # As "2a": what the passport shows in a cell.
    code = models.CharField(max_length=4)
    # As "in the room": two or three words.
    name = models.CharField(_("name"), max_length=60)
    anchor = models.CharField(_("how to recognize it"), max_length=400, blank=True)
    allows = models.PositiveSmallIntegerField(choices=Allows.choices)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "position"], name="scale_level_place"),
            models.UniqueConstraint(fields=["scale", "code"], name="scale_level_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
