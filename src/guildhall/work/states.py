"""The states of a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """queued → leased → done; back to queued on an error while tries remain, else failed."""

    QUEUED = "queued", _("waiting")
    LEASED = "leased", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
