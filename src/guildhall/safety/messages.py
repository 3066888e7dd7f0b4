"""What safety tells people: that something waits, in words that say nothing to anybody else."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, Words, declare_kind

TEXTS = Path(__file__).parent / "texts"
SOMEBODY: Words = _("Noor Rahimi")
HOUSE: Words = _("Alder Bay Hospital")


def _kind(name: str, label: Words, purpose: Words, *, is_for_staff: bool, **values: Words) -> Kind:
    return declare_kind(
        Kind(
            key=f"safety.{name}",
            label=label,
            purpose=purpose,
            texts_file=TEXTS / f"{name}.toml",
            placeholders=values,
            can_unsubscribe=False,
            is_for_staff=is_for_staff,
            is_worded_here=False,
            room_label=_("Support"),
        )
    )


REPORT_WAITS = _kind(
    "report_waits",
    _("Something waits for you today"),
    _("your organization named you for this"),
    is_for_staff=True,
)
REPORT_ADDED = _kind(
    "report_added",
    _("Something was added"),
    _("your organization named you for this"),
    is_for_staff=True,
)
OFFICER_NAMED = _kind(
    "officer_named",
    _("Somebody was named a safety officer"),
    _("you handle worries or name who does"),
    is_for_staff=True,
    person=SOMEBODY,
    house=HOUSE,
)
OFFICER_ENDED = _kind(
    "officer_ended",
    _("Somebody is no safety officer any more"),
    _("you handle worries or name who does"),
    is_for_staff=True,
    person=SOMEBODY,
    house=HOUSE,
)
YOU_ARE_OFFICER = _kind(
    "you_are_officer",
    _("You are a safety officer"),
    _("your organization named you for this"),
    is_for_staff=True,
    house=HOUSE,
)
PERSON_ASKED_FOR = _kind(
    "person_asked_for",
    _("Somebody asks for you"),
    _("you look after a program"),
    is_for_staff=True,
    person=SOMEBODY,
)
NEWS = _kind(
    "news",
    _("Something new for you"),
    _("you turned to somebody here"),
    is_for_staff=False,
)
MAY_GO_ON = _kind(
    "may_go_on",
    _("Your pair can go on"),
    _("you are one of the pair"),
    is_for_staff=False,
)
