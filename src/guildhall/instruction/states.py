"""The steps of learning a skill, and the life of a cover."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """How somebody did it this time, from watching to alone."""

    SEEN = "seen", _("Seen")
    TOGETHER = "together", _("Done together")
    WATCHED = "watched", _("Done watched")
    ALONE = "alone", _("Done alone")


# The order in which they are climbed.
LADDER: tuple[Step, ...] = (Step.SEEN, Step.TOGETHER, Step.WATCHED, Step.ALONE)


class CoverState(models.TextChoices):
    """asked → accepted, declined, called off or over; accepted → called off or over."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    CALLED_OFF = "called_off", _("Called off")
    OVER = "over", _("Over")


C = CoverState
COVER_TRANSITIONS: dict[str, frozenset[str]] = {
    C.ASKED: frozenset({C.ACCEPTED, C.DECLINED, C.CALLED_OFF, C.OVER}),
    C.ACCEPTED: frozenset({C.CALLED_OFF, C.OVER}),
    C.DECLINED: frozenset(),
    C.CALLED_OFF: frozenset(),
    C.OVER: frozenset(),
}
# Somebody is asked, or covers.
LIVE = (C.ASKED, C.ACCEPTED)
