"""What is told of standings and backups: that something changed, never why."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

DAY: Words = _("Dec 14, 2026")
WHO: Words = _("Gwen Castellan")
OWN: Words = _("it is about your standing as a preceptor")
LEADS: Words = _("you look after preceptors")
_kind = Family("preceptorship", Path(__file__).parent / "texts", _("Being a preceptor")).declare

CERTIFIED = _kind("certified", _("You are certified"), OWN, until=DAY)
LAPSES_SOON = _kind("lapses_soon", _("Your certificate ends soon"), OWN, until=DAY)
LAPSED = _kind("lapsed", _("Your certificate has ended"), OWN, until=DAY)
SUSPENDED = _kind("suspended", _("You are suspended as a preceptor"), OWN)
REINSTATED = _kind("reinstated", _("You are a preceptor again"), OWN)
RETIRED = _kind("retired", _("You are no longer a preceptor"), OWN)
NOT_ABLE_LEAD = _kind(
    "not_able_lead", _("A preceptor with pairs cannot be given new ones"), LEADS, who=WHO, pairs="2"
)
BACKUP_ASKED = _kind(
    "backup_asked", _("You are asked to be a backup"), _("you can precept"), who=WHO, learner=WHO
)
BACKUP_ANSWERED = _kind(
    "backup_answered", _("A backup answered"), _("you named a backup"), who=WHO, learner=WHO
)
BACKUP_ENDED = _kind(
    "backup_ended",
    _("A backup ended"),
    _("you were named, or guide the pair"),
    who=WHO,
    learner=WHO,
)
