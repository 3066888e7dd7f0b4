"""What concerns tell people: that something is there to be read or done, never what it says."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Gwen Castellan")
DAY: Words = _("Dec 14, 2026")
OWN: Words = _("it is about your time in the program")
DOES: Words = _("you raised it, or guide the learner")
LEADS: Words = _("you look after a program")
_kind = Family(
    "concerns",
    Path(__file__).parent / "texts",
    _("Concerns and decisions"),
    shared={"learner": _("Noor Rahimi")},
).declare

CONCERN_SHARED = _kind("concern_shared", _("Something to read about your practice"), OWN, who=WHO)
CONCERN_UNSHARED = _kind("concern_unshared", _("A concern is not shared yet"), DOES)
CONCERN_UNSHARED_LEAD = _kind(
    "concern_unshared_lead", _("A concern stays unshared"), LEADS, who=WHO
)
PLAN_WANTED = _kind("plan_wanted", _("An action plan is due"), DOES)
PLAN_WANTED_LEAD = _kind("plan_wanted_lead", _("A concern has no action plan"), LEADS)
PLAN_MADE = _kind("plan_made", _("There is an action plan"), OWN, who=WHO)
REVIEW_DUE = _kind("review_due", _("A review is due"), _("you are one of the pair"), by=DAY)
REVIEW_HELD = _kind("review_held", _("A review was written"), OWN, who=WHO)
REVIEW_MISSED = _kind("review_missed", _("A review was not held"), DOES)
CONCERN_ESCALATED = _kind("concern_escalated", _("A concern comes to you"), LEADS)
CONCERN_TAKEN_UP = _kind(
    "concern_taken_up", _("Somebody took a concern up"), _("you are one of the pair"), who=WHO
)
CONCERN_SETTLED = _kind(
    "concern_settled", _("A concern is settled"), _("you are one of the pair"), who=WHO
)
DECIDED = _kind("decided", _("A final decision is there"), _("you are one of the pair"), who=WHO)
APPEAL_MADE = _kind("appeal_made", _("An appeal waits for an answer"), LEADS)
APPEAL_ANSWERED = _kind("appeal_answered", _("Your appeal is answered"), OWN, who=WHO)
