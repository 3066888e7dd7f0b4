"""What people say after a conversation in office hours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """Whether it was of use. Nobody adds it up to a mark."""

    YES = "yes", _("Yes, it was of use")
    SOME = "some", _("In part")
    NO = "no", _("Not this time")
    NOT_MET = "not_met", _("We did not meet")
