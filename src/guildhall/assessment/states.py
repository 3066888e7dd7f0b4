"""How a sign-off was proven, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Proof(models.TextChoices):
    """How the signer showed who they are."""

    SIGNED_IN = "signed_in", _("Signed in")
    MAIL_CODE = "mail_code", _("By a code sent to the address on record")
    OFFLINE = "offline", _("On their own device, without network")


class SignOffState(models.TextChoices):
    """Where a sign-off is. `provisional`: made offline, on its device only until it is accepted."""

    PROVISIONAL = "provisional", _("Provisional")
    IN_FORCE = "in_force", _("In force")
    CONTESTED = "contested", _("Contested")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Taken back")


SIGN_OFF_TRANSITIONS: dict[str, frozenset[str]] = {
    SignOffState.PROVISIONAL: frozenset({SignOffState.IN_FORCE, SignOffState.WITHDRAWN}),
    SignOffState.IN_FORCE: frozenset(
        {SignOffState.CONTESTED, SignOffState.REPLACED, SignOffState.WITHDRAWN}
    ),
    SignOffState.CONTESTED: frozenset({SignOffState.IN_FORCE, SignOffState.WITHDRAWN}),
    SignOffState.REPLACED: frozenset(),
    SignOffState.WITHDRAWN: frozenset(),
}


class Rater(models.TextChoices):
    """Whose rating it is."""

    LEARNER = "learner", _("Learner")
    PRECEPTOR = "preceptor", _("Preceptor")


class EvidenceLevel(models.IntegerChoices):
    """What a piece of evidence shows, from knowing to doing (Miller)."""

    KNOWS = 1, _("Knows")
    KNOWS_HOW = 2, _("Knows how")
    SHOWS_HOW = 3, _("Shows how")
    DOES = 4, _("Does")


class FlagKind(models.TextChoices):
    """Why somebody should look at a signing."""

    FAST = "fast", _("Many in a few minutes")
    OFF_SHIFT = "off_shift", _("Not on shift")
