"""The kinds of message that meetings cause. Their texts are data, in `texts/`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, Words, declare_kind

TEXTS = Path(__file__).parent / "texts"
WHO: dict[str, Words] = {
    "partner_names": _("Gwen Castellan"),
    "program": _("Engineering mentoring"),
}
WHEN: Words = _("Thursday, Nov 26, 4:00 pm")
HOW: Words = _("45 minutes, by video: https://meet.example.org/room")


def _kind(
    name: str, label: Words, purpose: Words, *, is_quiet: bool = False, **placeholders: Words
) -> Kind:
    return declare_kind(
        Kind(
            key=f"meetings.{name}",
            label=label,
            purpose=purpose,
            texts_file=TEXTS / f"{name}.toml",
            placeholders={**WHO, **placeholders},
            can_unsubscribe=is_quiet,
            always_because=_("somebody plans their day by it"),
            room_label=_("Meetings"),
        )
    )


PAIR: Words = _("you are one of the pair")
TIMES_PROPOSED = _kind(
    "times_proposed", _("Times to meet are proposed"), PAIR, who=_("Gwen Castellan"), length=HOW
)
TIMES_REFUSED = _kind("times_refused", _("None of the times fit"), PAIR, who=_("Gwen Castellan"))
MEETING_BOOKED = _kind("meeting_booked", _("A meeting is booked"), PAIR, when=WHEN, how=HOW)
MEETING_MOVED = _kind("meeting_moved", _("A meeting is moved"), PAIR, when=WHEN, how=HOW)
MEETING_CANCELLED = _kind("meeting_cancelled", _("A meeting is cancelled"), PAIR, when=WHEN)
DID_YOU_MEET = _kind(
    "did_you_meet",
    _("Whether you met"),
    _("a meeting of yours was booked"),
    is_quiet=True,
    when=WHEN,
)
RHYTHM_SUGGESTED = _kind(
    "rhythm_suggested",
    _("A rhythm is suggested"),
    PAIR,
    who=_("Gwen Castellan"),
    rhythm=_("every second Thursday at 10:00 am, 45 minutes"),
    first=WHEN,
)
CALENDAR_UNREAD = _kind(
    "calendar_unread",
    _("Your calendar cannot be read"),
    _("you connected a calendar"),
    is_quiet=True,
    problem=_("There is nothing at this address any more."),
)
