"""The life of an offer to guide, and of a request between two people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.TextChoices):
    """shown ⇄ paused; rests after silence, until its owner shows it again; taken back."""

    SHOWN = "shown", _("Shown")
    PAUSED = "paused", _("Paused")
    RESTS = "rests", _("Rests")
    WITHDRAWN = "withdrawn", _("Taken back")


S = OfferState
OFFER_TRANSITIONS: dict[str, frozenset[str]] = {
    S.SHOWN: frozenset({S.SHOWN, S.PAUSED, S.RESTS, S.WITHDRAWN}),
    S.PAUSED: frozenset({S.SHOWN, S.PAUSED, S.WITHDRAWN}),
    S.RESTS: frozenset({S.SHOWN, S.PAUSED, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset({S.SHOWN}),
}


class RequestState(models.TextChoices):
    """asked → accepted, declined, withdrawn or lapsed. Each of the four is an end."""

    ASKED = "asked", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Not answered")


class DeclineReason(models.TextChoices):
    """Reasons without blame on either side; giving none is fine."""

    FULL = "full", _("My places are taken just now")
    TIME = "time", _("I have too little time in the coming months")
    OTHER = "other", _("Somebody else can help better with this")
    NEAR = "near", _("We work too closely together for this")
    LATER = "later", _("Another time is better; please ask again later")
