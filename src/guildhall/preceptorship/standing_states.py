"""How far somebody is as a preceptor, and what kinds of training there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StandingState(models.TextChoices):
    """applied → screened → in training → provisional → certified → lapsing → lapsed → retired.

    Suspended from any that has been screened, and back to it. An application that came to nothing
    is closed, and a new one opens it again.
    """

    APPLIED = "applied", _("Applied")
    CLOSED = "closed", _("Application closed")
    SCREENED = "screened", _("Screened")
    IN_TRAINING = "in_training", _("In training")
    PROVISIONAL = "provisional", _("Provisional")
    CERTIFIED = "certified", _("Certified")
    LAPSING = "lapsing", _("Lapses soon")
    LAPSED = "lapsed", _("Lapsed")
    SUSPENDED = "suspended", _("Suspended")
    RETIRED = "retired", _("Retired")


S = StandingState
_AWAY = {S.SUSPENDED, S.RETIRED}
STANDING_TRANSITIONS: dict[str, frozenset[str]] = {
    S.APPLIED: frozenset({S.SCREENED, S.CLOSED}),
    S.CLOSED: frozenset({S.APPLIED, S.SCREENED}),
    S.SCREENED: frozenset({S.IN_TRAINING, S.PROVISIONAL, *_AWAY}),
    S.IN_TRAINING: frozenset({S.PROVISIONAL, *_AWAY}),
    S.PROVISIONAL: frozenset({S.CERTIFIED, *_AWAY}),
    S.CERTIFIED: frozenset({S.LAPSING, S.LAPSED, *_AWAY}),
    S.LAPSING: frozenset({S.CERTIFIED, S.LAPSED, *_AWAY}),
    S.LAPSED: frozenset({S.CERTIFIED, *_AWAY}),
    # Back to where it was; where the certificate ended meanwhile, as lapsed.
    S.SUSPENDED: frozenset(
        {S.SCREENED, S.IN_TRAINING, S.PROVISIONAL, S.CERTIFIED, S.LAPSING, S.LAPSED, S.RETIRED}
    ),
    # Whoever comes back applies again, or is taken up again.
    S.RETIRED: frozenset({S.APPLIED, S.SCREENED, S.PROVISIONAL}),
}
# May be given a new preceptee.
ABLE = (S.PROVISIONAL, S.CERTIFIED, S.LAPSING)
# Has a certificate that holds.
IN_FORCE = (S.CERTIFIED, S.LAPSING)
# On the way to a first certificate.
ON_THE_WAY = (S.SCREENED, S.IN_TRAINING, S.PROVISIONAL)
# From where somebody is suspended, and may retire.
SUSPENDABLE = (*ON_THE_WAY, *IN_FORCE, S.LAPSED)
# Nothing is asked of anybody.
AT_REST = (S.CLOSED, S.RETIRED)


class TrainingKind(models.TextChoices):
    """Before the first preceptee, or every year from then on."""

    COURSE = "course", _("Preceptor course")
    UPDATE = "update", _("Yearly update")
