"""What stories, challenges, consults and introductions tell people. No mail carries the words."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family

TEXTS = Path(__file__).parent / "texts"
_kind = Family(
    "mentoring",
    TEXTS,
    _("Pairs"),
    always_because=_("somebody waits for it"),
    are_quiet=True,
).declare

STORY_TOLD = _kind(
    "story_told",
    _("Somebody told you a story"),
    _("somebody whom you are paired with told you a story"),
    partner=_("Gwen Castellan"),
)
LESSON_ASKED = _kind(
    "lesson_asked",
    _("A lesson would be told further"),
    _("it grew out of a challenge that you shared"),
    is_quiet=False,
    partner=_("Gwen Castellan"),
)
CHALLENGE_PUT = _kind(
    "challenge_put",
    _("A challenge was put to you"),
    _("somebody whom you are paired with put a challenge to you"),
    partner=_("Noor Haddad"),
)
SENIOR_NAMED = _kind(
    "senior_named",
    _("You are named a senior guide"),
    _("your organization named you"),
    is_quiet=False,
)
CONSULT_ASKED = _kind(
    "consult_asked",
    _("A guide asks for your advice"),
    _("you are a senior guide"),
    is_quiet=False,
)
CONSULT_ANSWERED = _kind(
    "consult_answered",
    _("A senior guide wrote to you"),
    _("you asked for advice"),
    senior=_("Omar Haddad"),
)
INTRODUCTION_OFFERED = _kind(
    "introduction_offered",
    _("Somebody would introduce you"),
    _("a colleague would introduce you to somebody"),
    is_quiet=False,
    partner=_("Gwen Castellan"),
    other=_("Noor Haddad"),
)
INTRODUCTION_MADE = _kind(
    "introduction_made",
    _("You are introduced"),
    _("you said yes to an introduction"),
    is_quiet=False,
    partner=_("Gwen Castellan"),
    other=_("Noor Haddad"),
    address=_("noor@alderbay.example"),
)
