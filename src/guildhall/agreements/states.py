"""What can become of a topic, and of a look back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a pair settled a topic on which they differed."""

    AGREED = "agreed", _("We agree")
    DIFFER = "differ", _("We agree to differ")


class ReviewAnswer(models.TextChoices):
    """What a look back at the agreement led to."""

    KEPT = "kept", _("Still right")
    CHANGED = "changed", _("Changed")
