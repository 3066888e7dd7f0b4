"""The states of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """planned → queued → sending → sent.

    A worker that died between hand-over and acknowledgement leaves *uncertain*; it is sent again
    under the same Message-ID. Cancelled and failed are ends.
    """

    PLANNED = "planned", _("planned")
    QUEUED = "queued", _("waiting to go out")
    SENDING = "sending", _("going out")
    SENT = "sent", _("sent")
    UNCERTAIN = "uncertain", _("perhaps sent")
    FAILED = "failed", _("could not be sent")
    CANCELLED = "cancelled", _("cancelled")


# What a coordinator may do. A worker's own steps are conditional updates (actions/delivery.py).
BY_PEOPLE: dict[str, frozenset[str]] = {
    MessageState.PLANNED: frozenset({MessageState.CANCELLED}),
    MessageState.QUEUED: frozenset({MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
}
# What a worker may take up, once its time has come.
WAITING = (MessageState.PLANNED, MessageState.QUEUED, MessageState.UNCERTAIN)
# What may still be stopped: nothing of it has left the house.
STOPPABLE = (MessageState.PLANNED, MessageState.QUEUED)
