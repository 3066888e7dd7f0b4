"""Career stages, skill levels, the two directions of a skill, and where shifts come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareerStage(models.TextChoices):
    """Where somebody is; ordered, and used as an ordinal by the matcher."""

    STUDENT = "student", _("Student")
    EARLY = "early", _("Early career")
    MID = "mid", _("Mid career")
    SENIOR = "senior", _("Senior")
    EXECUTIVE = "executive", _("Executive")


class Direction(models.TextChoices):
    """Offered or wanted."""

    OFFERED = "offered", _("Can help with")
    WANTED = "wanted", _("Wants to learn")


class Level(models.IntegerChoices):
    """How well, 1 to 5."""

    NEW = 1, _("New to it")
    BASIC = 2, _("Basics")
    SOLID = 3, _("Solid")
    STRONG = 4, _("Strong")
    EXPERT = 5, _("Expert")


class ShiftSource(models.TextChoices):
    """Where a shift is known from."""

    TYPED = "typed", _("Typed in")
    IMPORTED = "imported", _("From a file")
    CALENDAR = "calendar", _("From a roster")
