"""What circles and office hours tell people. No mail says what somebody wrote."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

TEXTS = Path(__file__).parent / "texts"
CIRCLE: Words = _("Returning to research")
_kind = Family(
    "mentoring",
    TEXTS,
    _("Circles and office hours"),
    always_because=_("somebody waits for it"),
).declare

SEAT_ASKED = _kind(
    "seat_asked",
    _("Somebody asks for a seat"),
    _("you lead a circle"),
    circle=CIRCLE,
    who=_("Noor Haddad"),
)
SEAT_GIVEN = _kind(
    "seat_given", _("You have a seat in a circle"), _("you asked for a seat"), circle=CIRCLE
)
SEAT_DECLINED = _kind(
    "seat_declined", _("No seat in a circle"), _("you asked for a seat"), circle=CIRCLE
)
CIRCLE_HANDED = _kind(
    "circle_handed",
    _("You lead a circle now"),
    _("you are in a circle"),
    circle=CIRCLE,
    who=_("Gwen Castellan"),
)
TALK_OVER = _kind(
    "talk_over",
    _("A question after a conversation"),
    _("you had a conversation in office hours"),
    is_quiet=True,
    partner=_("Gwen Castellan"),
)
