"""What scales there are, and what a level allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScaleKind(models.TextChoices):
    """What the levels of a scale are about."""

    STAGES = "stages", _("From novice to expert")
    ENTRUSTMENT = "entrustment", _("How much may be entrusted")
    SUPPORT = "support", _("How much help it took")
    KNOWS_DOES = "knows_does", _("From knowing to doing")
    CHECKLIST = "checklist", _("Seen or not")


class Allows(models.IntegerChoices):
    """What a level allows; the order is that of `engine.competence.Autonomy`."""

    NOT_YET = 0, _("Not yet")
    WATCH = 1, _("Watch only")
    BESIDE = 2, _("With somebody beside")
    AT_HAND = 3, _("With somebody at hand")
    ALONE = 4, _("Alone")
    TEACH = 5, _("Teach others")
