"""The kinds of message of instruction. None says what was tried, written or handed over."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Gwen Castellan")
UNTIL: Words = _("7:30 p.m.")
PAIR: Words = _("you are one of the pair")
_kind = Family(
    "instruction",
    Path(__file__).parent / "texts",
    _("Learning on shift"),
    shared={"learner": _("Noor Rahimi")},
).declare

COVER_WANTED = _kind(
    "cover_wanted",
    _("You are asked to cover for a preceptor"),
    _("you guide in this program and are on shift"),
    who=WHO,
    until=UNTIL,
)
COVER_ACCEPTED = _kind("cover_accepted", _("Somebody covers"), PAIR, who=WHO, until=UNTIL)
COVER_DECLINED = _kind("cover_declined", _("Somebody cannot cover"), PAIR, who=WHO)
COVER_CALLED_OFF = _kind(
    "cover_called_off", _("Cover is called off"), _("you covered, or are one of the pair")
)
WEEK_SHARED = _kind(
    "week_shared",
    _("A pair shares its week with you"),
    _("you coordinate its program"),
    is_quiet=True,
    week=_("Nov 16, 2026"),
)
