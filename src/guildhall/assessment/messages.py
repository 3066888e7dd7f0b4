"""What passports tell people: that something was asked, recorded or is due; no mail says at what
level, or names the competency."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Gwen Castellan")
UNTIL: Words = _("Nov 30, 2026")
LEARNER: Words = _("somebody learns from it")
OWN: Words = _("it is about your competency passport")
_kind = Family(
    "assessment",
    Path(__file__).parent / "texts",
    _("Competency passports"),
    shared={"who": WHO},
).declare

OBSERVATION_WANTED = _kind(
    "observation_wanted", _("You are asked to observe something"), LEARNER, until=UNTIL
)
OBSERVATION_RECORDED = _kind("observation_recorded", _("You were observed"), OWN, is_quiet=True)
OBSERVATION_DECLINED = _kind(
    "observation_declined", _("Somebody cannot observe this time"), OWN, is_quiet=True
)
OBSERVATION_TAKEN_BACK = _kind("observation_taken_back", _("An observation is taken back"), OWN)
RATING_WANTED = _kind(
    "rating_wanted", _("A rating is due"), _("you are one of the pair"), until=UNTIL
)
RATINGS_SETTLED = _kind("ratings_settled", _("Both ratings are in"), _("you are one of the pair"))
