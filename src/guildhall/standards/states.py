"""What a rule can be about, how heavy it is, and how sure its text is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleOutcome(models.TextChoices):
    """What a rule comes to; the engine's words."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    NOT_MEASURABLE = "not_measurable", _("Not measurable yet")


class Subject(models.TextChoices):
    """What a rule looks at, one by one."""

    PAIR = "pair", _("Pairs")
    LEARNER = "learner", _("Starters")
    GUIDE = "guide", _("Guides")
    PROGRAM = "program", _("The program")


class Severity(models.TextChoices):
    """How heavy a rule weighs."""

    BLOCK = "block", _("Required")
    WARN = "warn", _("Advised")
    INFO = "info", _("Good to know")


class Mark(models.TextChoices):
    """Where a rule or a number was found."""

    SOURCE = "source", _("Found in the source")
    SECONDARY = "secondary", _("Reported by others")
    BACKGROUND = "background", _("Background knowledge, not confirmed")
    INFERENCE = "inference", _("Our reading")
