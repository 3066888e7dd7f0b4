"""How a pair ends or goes on, and what comes next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Onward(models.TextChoices):
    """What the two choose together when the planned end comes."""

    CLOSE = "close", _("Close it well")
    EXTEND = "extend", _("Go on until a later day")
    INFORMAL = "informal", _("Go on informally, without a last day")


class Next(models.TextChoices):
    """What somebody wishes for after an end."""

    SOMEBODY = "somebody", _("Look for somebody else for me")
    DIRECTORY = "directory", _("I look for somebody myself")
    AVAILABLE = "available", _("I have room for somebody else")
    PAUSE = "pause", _("I take a break")
    CALL = "call", _("A person should call me")
    NOTHING = "nothing", _("Leave it at that")


class Fit(models.TextChoices):
    """An answer to “is this right for you?”; read by nobody else."""

    RIGHT = "right", _("Yes, it is right for me")
    UNSURE = "unsure", _("I am not sure yet")
    NOT = "not", _("No, it is not")


class RenewalOutcome(models.TextChoices):
    """What became of the yearly question."""

    RENEWED = "renewed", _("Goes on for another year")
    ENDED = "ended", _("Ended")
    DORMANT = "dormant", _("Sleeps")
