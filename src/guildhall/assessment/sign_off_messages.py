"""What sign-offs and the gate tell people. As elsewhere in passports, no mail names a competency
or a level."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

WHO: Words = _("Gwen Castellan")
LEARNER: Words = _("Noor Rahimi")
_kind = Family(
    "assessment", Path(__file__).parent / "texts", _("Competency passports"), shared={"who": WHO}
).declare
OWN: Words = _("it is about your competency passport")
PAIR: Words = _("you guide somebody in a preceptorship")
NAMED: Words = _("your organization named you an assessor")
LED: Words = _("you look after a program")

SIGN_OFF_ASKED = _kind(
    "sign_off_asked",
    _("You are asked for a sign-off"),
    _("somebody asks for your signature"),
    learner=LEARNER,
    until=_("Nov 30, 2026"),
)
SIGN_OFF_SIGNED = _kind(
    "sign_off_signed", _("Something was signed off"), OWN, learner=LEARNER, is_quiet=True
)
SIGN_OFF_RECEIPT = _kind(
    "sign_off_receipt",
    _("You signed something off"),
    _("you signed with a code that we mailed to you"),
    learner=LEARNER,
    signed_at=_("Nov 27, 9:30 am"),
)
SIGN_OFF_DECLINED = _kind("sign_off_declined", _("A sign-off was declined"), OWN, learner=LEARNER)
SIGN_OFF_WITHDRAWN = _kind(
    "sign_off_withdrawn", _("A sign-off was taken back"), OWN, learner=LEARNER
)
SIGN_OFF_CONTESTED = _kind(
    "sign_off_contested", _("A sign-off is contested"), _("you signed it or settle it")
)
SIGN_OFF_UPHELD = _kind(
    "sign_off_upheld", _("A contested sign-off is upheld"), OWN, learner=LEARNER
)
SIGN_OFF_LAPSES = _kind(
    "sign_off_lapses",
    _("A sign-off lapses soon"),
    OWN,
    days=_("30 days"),
    until=_("Dec 16, 2026"),
    learner=LEARNER,
)
SIGN_OFF_LAPSED = _kind(
    "sign_off_lapsed", _("A sign-off has lapsed"), OWN, until=_("Dec 16, 2026"), learner=LEARNER
)
SIGNINGS_STAND_OUT = _kind("signings_stand_out", _("Signings to look at"), LED)
YOU_ARE_ASSESSOR = _kind("you_are_assessor", _("You are an assessor"), NAMED)
INCIDENT_REPORTED = _kind(
    "incident_reported", _("Something was reported from the ward"), LED, learner=LEARNER
)
INCIDENT_SETTLED = _kind(
    "incident_settled", _("Your report is settled"), _("you reported something from the ward")
)
