"""Skills and interests that people can name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """One skill of the vocabulary, shared by all organizations."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    area = models.CharField(_("area"), max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SkillAlias(models.Model):
    """A spelling, the name's own included; `folded` is how it is looked up."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="aliases")
    folded = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return f"{self.folded} = {self.skill}"


class Interest(models.Model):
    """Something people like to talk about."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InterestAlias(models.Model):
    """A spelling of an interest, the name's own included."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="aliases")
    folded = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return f"{self.folded} = {self.interest}"
