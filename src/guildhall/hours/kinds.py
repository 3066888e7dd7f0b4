"""The kinds of message that hours cause. None says what a dispute or a note is about."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Noor Rahimi")
WEEK: Words = _("Nov 16, 2026")
OWN: Words = _("you log hours in a program")
GUIDE: Words = _("you guide somebody whose hours are verified")
_kind = Family("hours", Path(__file__).parent / "texts", _("Hours"), shared={"who": WHO}).declare

WEEK_TO_VERIFY = _kind(
    "week_to_verify", _("A week of hours waits for you"), GUIDE, week=WEEK, hours=_("37.5 h")
)
HOURS_VERIFIED = _kind(
    "hours_verified", _("Your hours are verified"), OWN, is_quiet=True, hours=_("37.5 h")
)
HOURS_DISPUTED = _kind("hours_disputed", _("Hours of yours are disputed"), OWN, day=WEEK)
DISPUTE_ANSWERED = _kind("dispute_answered", _("A dispute is answered"), GUIDE, day=WEEK)
TIME_CANCELLED = _kind(
    "time_cancelled",
    _("Protected time is cancelled again and again"),
    _("you look after a program"),
    count=_("3"),
)
VERIFIER_NAMED = _kind(
    "verifier_named",
    _("You may verify hours"),
    _("your organization named you"),
    house=_("Alder Bay Teaching Hospital"),
)
