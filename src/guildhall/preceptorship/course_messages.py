"""What courses tell people: that something is there to be read or done, never what it says."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Helen Sato")
PAIR: Words = _("you are one of the pair")
LEADS: Words = _("you look after a program")
DAY: Words = _("Dec 14, 2026")
_kind = Family(
    "preceptorship",
    Path(__file__).parent / "texts",
    _("Courses of preceptorship"),
    shared={"learner": _("Jonas Weber")},
).declare

NEEDS_SHARED = _kind("needs_shared", _("Learning needs are shared"), PAIR, who=WHO)
PLAN_TO_AGREE = _kind("plan_to_agree", _("A learning plan waits for your yes"), PAIR, who=WHO)
PLAN_AGREED = _kind("plan_agreed", _("A learning plan holds"), PAIR, who=WHO)
RECORD_TO_SIGN = _kind("record_to_sign", _("The record of a meeting waits for you"), PAIR, who=WHO)
MEETING_LATE = _kind("meeting_late", _("A demanded meeting has no time"), LEADS, by=DAY)
COURSE_CHANGED = _kind("course_changed", _("Your course has changed"), PAIR, who=WHO)
PRECEPTOR_CHANGED = _kind("preceptor_changed", _("Somebody else guides from now on"), PAIR, who=WHO)
