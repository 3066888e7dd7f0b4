"""Who reads a note."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Readers(models.TextChoices):
    """Its author alone, or everybody in the pair."""

    SELF = "self", _("Only you")
    PAIR = "pair", _("The pair")
