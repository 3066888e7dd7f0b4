"""The life of a match round."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """solving → draft (or failed) → published. A draft can be solved again; drafts are kept."""

    SOLVING = "solving", _("Being solved")
    DRAFT = "draft", _("Draft")
    FAILED = "failed", _("Could not be solved")
    PUBLISHED = "published", _("Published")


class Objective(models.TextChoices):
    """What to aim for."""

    FAIR = "fair", _("Fair")
    BEST = "best", _("Best total")
    STABLE = "stable", _("Stable")


class Say(models.TextChoices):
    """What a coordinator said about a pair."""

    PIN = "pin", _("Pinned")
    FORBID = "forbid", _("Forbidden")
