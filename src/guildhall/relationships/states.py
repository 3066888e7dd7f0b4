"""The life of a relationship, and the reasons for an end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelationshipState(models.TextChoices):
    """offered → active ⇄ paused → closing → closed. An offer may also lapse into closed."""

    OFFERED = "offered", _("Offered")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")


R = RelationshipState
RELATIONSHIP_TRANSITIONS: dict[str, frozenset[str]] = {
    R.OFFERED: frozenset({R.ACTIVE, R.CLOSED}),
    R.ACTIVE: frozenset({R.PAUSED, R.CLOSING, R.CLOSED}),
    R.PAUSED: frozenset({R.ACTIVE, R.CLOSING, R.CLOSED}),
    R.CLOSING: frozenset({R.CLOSED, R.ACTIVE}),
    R.CLOSED: frozenset(),
}
# States that take a place of the guide.
HOLDING = (R.OFFERED, R.ACTIVE, R.PAUSED, R.CLOSING)
# It goes on at present: they meet, and plan to.
UNDER_WAY = (R.ACTIVE, R.CLOSING)
# It has begun and has not ended; it may rest.
BEGUN = (R.ACTIVE, R.PAUSED, R.CLOSING)

# How long a meeting is where nobody said.
USUAL_MINUTES = 45


class Takes(models.TextChoices):
    """How many places a relationship takes of those in it."""

    EACH = "each", _("One for each person on the other side")
    ONCE = "once", _("One, however many they are")
    NOTHING = "nothing", _("None")


class CloseReason(models.TextChoices):
    """Why a relationship ended, where the program names no reasons of its own. Never shown with
    names; whoever is not one of the pair sees it grouped only."""

    COMPLETED = "completed", _("We did what we set out to do")
    TIME = "time", _("There was not enough time")
    FIT = "fit", _("Someone else would fit better")
    MOVED = "moved", _("One of us moved on")
    DECLINED = "declined", _("The offer was declined")
    LAPSED = "lapsed", _("The offer was not answered in time")
    UNANSWERED = "unanswered", _("Nobody said how to go on after the planned end")
    OTHER = "other", _("Another reason")


# Offers that came to nothing: the house gives these reasons, and nobody has had a pair.
GIVEN_REASONS = (CloseReason.DECLINED, CloseReason.LAPSED)
# Reasons that nobody chooses.
UNCHOSEN_REASONS = (*GIVEN_REASONS, CloseReason.UNANSWERED)
