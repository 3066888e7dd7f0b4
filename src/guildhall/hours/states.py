"""Kinds of hours, and the life of an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What sort of time it was."""

    SUPERNUMERARY = "supernumerary", _("Supernumerary")
    PRACTICE = "practice", _("Practice")
    PLACEMENT = "placement", _("Placement")
    PROTECTED = "protected", _("Protected time")


class EntryState(models.TextChoices):
    """planned → logged → verified or disputed; planned, logged or disputed → cancelled."""

    PLANNED = "planned", _("Planned")
    LOGGED = "logged", _("Logged")
    VERIFIED = "verified", _("Verified")
    DISPUTED = "disputed", _("Disputed")
    CANCELLED = "cancelled", _("Cancelled")


E = EntryState
ENTRY_TRANSITIONS: dict[str, frozenset[str]] = {
    E.PLANNED: frozenset({E.LOGGED, E.CANCELLED}),
    E.LOGGED: frozenset({E.VERIFIED, E.DISPUTED, E.CANCELLED}),
    # Answered: it waits for the verifier again.
    E.DISPUTED: frozenset({E.LOGGED, E.CANCELLED}),
    E.VERIFIED: frozenset(),
    E.CANCELLED: frozenset(),
}
# What takes time of somebody's day.
STANDING = (E.PLANNED, E.LOGGED, E.VERIFIED, E.DISPUTED)
WORKED = (E.LOGGED, E.VERIFIED, E.DISPUTED)


class NotCounted(models.TextChoices):
    """Why hours are kept and do not count."""

    RATIO = "ratio", _("The guide had more learners than the program allows")
