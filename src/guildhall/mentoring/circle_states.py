"""How one comes into a circle, and what becomes of asking for a seat."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Joining(models.TextChoices):
    """Free: a free seat is taken. Asked: whoever leads the circle says yes."""

    FREE = "free", _("They take a free seat")
    ASKED = "asked", _("They ask, and who leads it says yes")


class SeatState(models.TextChoices):
    """asked → taken or declined; waiting → asked or taken, once a seat is free."""

    ASKED = "asked", _("Asked for a seat")
    WAITING = "waiting", _("On the waiting list")
    TAKEN = "taken", _("Has a seat")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("Taken back")


S = SeatState
SEAT_TRANSITIONS: dict[str, frozenset[str]] = {
    S.ASKED: frozenset({S.TAKEN, S.DECLINED, S.WITHDRAWN}),
    S.WAITING: frozenset({S.ASKED, S.TAKEN, S.DECLINED, S.WITHDRAWN}),
    S.TAKEN: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
# What still waits for something.
OPEN_SEATS = (S.ASKED, S.WAITING)
