"""What standards tell people."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family

RULE_BROKEN = Family(
    "standards", Path(__file__).parent / "texts", _("Standards"), are_quiet=True
).declare(
    "rule_broken",
    _("A standard is not met any more"),
    _("you look after a program"),
    program=_("Nurse preceptorship"),
    rules=_("The first meeting is held within two weeks."),
)
