"""What requests tell people. No mail carries what was written: it is for the two alone."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

TEXTS = Path(__file__).parent / "texts"
WISH: Words = _("Noor Haddad would like to learn from you.")
UNTIL: Words = _("Dec 1, 2026")
_kind = Family(
    "mentoring",
    TEXTS,
    _("Pairs"),
    always_because=_("somebody waits for it"),
).declare

REQUEST_RECEIVED = _kind(
    "request_received",
    _("Somebody asks you to begin"),
    _("somebody would like to begin with you"),
    partner=_("Noor Haddad"),
    wish=WISH,
    until=UNTIL,
)
REQUEST_INVITED = _kind(
    "request_invited",
    _("A colleague invites you to begin"),
    _("a colleague entered your address"),
    partner=_("Noor Haddad"),
    wish=WISH,
    until=UNTIL,
)
REQUEST_REMINDER = _kind(
    "request_reminder",
    _("A request waits for your answer"),
    _("somebody would like to begin with you"),
    is_quiet=True,
    partner=_("Noor Haddad"),
    until=UNTIL,
)
REQUEST_DECLINED = _kind(
    "request_declined",
    _("An answer to your request"),
    _("you asked somebody to begin"),
    partner=_("Gwen Castellan"),
)
REQUEST_LAPSED = _kind(
    "request_lapsed",
    _("Your request has ended"),
    _("you asked somebody to begin"),
    is_quiet=True,
    partner=_("Gwen Castellan"),
)
OFFER_RESTS = _kind(
    "offer_rests",
    _("Your offer to guide rests"),
    _("you offered to guide"),
    is_quiet=True,
    count=_("three"),
)
