"""Why somebody on a board of an intake needs a person, the most pressing first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.IntegerChoices):
    """One reason a learner, the first that holds."""

    CONCERN = 1, _("Concern open")
    LAPSED = 2, _("Critical sign-off lapsed")
    UNSEEN = 3, _("Not seen")
    BEHIND = 4, _("Behind the plan")
    OVERLOADED = 5, _("Guide has too many")
    LAPSES = 6, _("Critical sign-off lapses soon")
    RESTS = 8, _("Resting")
    ON_TRACK = 9, _("On track")


# What is fine is counted, not listed.
FINE = (Need.RESTS, Need.ON_TRACK)
