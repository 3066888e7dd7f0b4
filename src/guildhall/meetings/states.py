"""The life of a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    """proposed → booked → held or missed; cancelled from either of the first two."""

    PROPOSED = "proposed", _("Proposed")
    BOOKED = "booked", _("Booked")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


M = MeetingState
MEETING_TRANSITIONS: dict[str, frozenset[str]] = {
    M.PROPOSED: frozenset({M.BOOKED, M.CANCELLED}),
    M.BOOKED: frozenset({M.HELD, M.MISSED, M.CANCELLED}),
    # The second answer may set a wrong first one right.
    M.HELD: frozenset({M.MISSED}),
    M.MISSED: frozenset({M.HELD}),
    M.CANCELLED: frozenset(),
}
# What is still to come.
AHEAD = (M.PROPOSED, M.BOOKED)


class MeetingMode(models.TextChoices):
    """How they met."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")
