"""How a demanded meeting stands, and what can happen to a course."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.engine import course as engine


class MeetingKind(models.TextChoices):
    """Which meeting a standard demands."""

    INITIAL = engine.INITIAL, _("First meeting")
    REVIEW = engine.REVIEW, _("Review meeting")
    INTERIM = engine.INTERIM, _("Interim meeting")
    FINAL = engine.FINAL, _("Final meeting")


class DemandState(models.TextChoices):
    """due → booked → held → signed by one → signed by both. A missed one is booked again within
    days, or goes to whoever coordinates.

    Nobody sets it: it follows from the meeting that fulfills it and from the signatures.
    """

    DUE = "due", _("To be booked")
    BOOKED = "booked", _("Booked")
    MISSED = "missed", _("Missed")
    ESCALATED = "escalated", _("With the coordinator")
    HELD = "held", _("Held")
    SIGNED_ONE = "signed_one", _("Signed by one")
    SIGNED = "signed", _("Signed by both")


D = DemandState
DEMAND_TRANSITIONS: dict[str, frozenset[str]] = {
    # A meeting that nobody had booked may be found to have been held.
    D.DUE: frozenset({D.BOOKED, D.HELD, D.ESCALATED}),
    # A booked one that is called off is due again; writing its record says that it was held.
    D.BOOKED: frozenset({D.HELD, D.MISSED, D.DUE, D.SIGNED_ONE}),
    D.MISSED: frozenset({D.BOOKED, D.HELD, D.ESCALATED}),
    D.ESCALATED: frozenset({D.BOOKED, D.HELD}),
    # The second answer may set a wrong first one right.
    D.HELD: frozenset({D.SIGNED_ONE, D.MISSED}),
    D.SIGNED_ONE: frozenset({D.SIGNED}),
    D.SIGNED: frozenset(),
}
# It needs a time.
OPEN = (D.DUE, D.MISSED, D.ESCALATED)
# It took place.
DONE = (D.HELD, D.SIGNED_ONE, D.SIGNED)


class Turn(models.TextChoices):
    """What happened to a course."""

    RESTED = "rested", _("Went on after a rest")
    EXTENDED = "extended", _("More time")
    MOVED = "moved", _("Another place")
    SHARE = "share", _("Other working time")
    PRECEPTOR = "preceptor", _("Another preceptor")
