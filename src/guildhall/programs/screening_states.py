"""Where an application stands in its screening, and what can be decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScreeningStage(models.TextChoices):
    """What an open application waits for; a decision ends the screening."""

    RATING = "rating", _("Being rated")
    STEPS = "steps", _("A step is open")
    READY = "ready", _("Ready to be decided")
    CONDITIONAL = "conditional", _("A condition is open")


class Outcome(models.TextChoices):
    """What was decided. The newest decision counts; reopening is one of them."""

    APPROVE = "approve", _("Approved")
    CONDITIONAL = "conditional", _("Something else first")
    DECLINE = "decline", _("Declined")
    REOPEN = "reopen", _("Reopened")


# The decision that each band of a rubric suggests.
SUGGESTED: dict[str, Outcome] = {
    "accept": Outcome.APPROVE,
    "conditional": Outcome.CONDITIONAL,
    "decline": Outcome.DECLINE,
}
