"""What circles and office hours tell people. No mail says what somebody wrote."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, Words, declare_kind

TEXTS = Path(__file__).parent / "texts"
CIRCLE: Words = _("Returning to research")


def _kind(
    name: str, label: Words, purpose: Words, *, is_quiet: bool = False, **placeholders: Words
) -> Kind:
    return declare_kind(
        Kind(
            key=f"mentoring.{name}",
            label=label,
            purpose=purpose,
            texts_file=TEXTS / f"{name}.toml",
            placeholders=placeholders,
            can_unsubscribe=is_quiet,
            always_because=_("somebody waits for it"),
            room_label=_("Circles and office hours"),
        )
    )


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
