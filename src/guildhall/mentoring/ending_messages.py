"""What ending well and going on tell people. No mail carries what was written."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, Words, declare_kind

TEXTS = Path(__file__).parent / "texts"
PARTNERS: Words = _("Gwen Castellan")
PROGRAM: Words = _("Engineering mentoring")


def _kind(
    name: str,
    label: Words,
    purpose: Words,
    placeholders: dict[str, Words],
    *,
    is_quiet: bool = False,
    is_for_staff: bool = False,
) -> Kind:
    return declare_kind(
        Kind(
            key=f"mentoring.{name}",
            label=label,
            purpose=purpose,
            texts_file=TEXTS / f"{name}.toml",
            placeholders=placeholders,
            can_unsubscribe=is_quiet,
            always_because=_("it is about somebody who counts on you"),
            is_for_staff=is_for_staff,
            room_label=_("Pairs"),
        )
    )


def _pair_kind(name: str, label: Words, *, is_quiet: bool = False, **more: Words) -> Kind:
    placeholders: dict[str, Words] = {"partner_names": PARTNERS, "program": PROGRAM, **more}
    purpose = _("you are one of the pair")
    return _kind(name, label, purpose, placeholders, is_quiet=is_quiet)


ENDING_NEAR = _pair_kind("ending_near", _("A planned end comes near"), day=_("Dec 18, 2026"))
ENDING_SOON = _pair_kind(
    "ending_soon", _("A planned end is a week away"), is_quiet=True, day=_("Dec 18, 2026")
)
ENDING_PASSED = _pair_kind(
    "ending_passed",
    _("A planned end has passed"),
    day=_("Dec 18, 2026"),
    until=_("Jan 17, 2027"),
)
CLOSED_BY_ITSELF = _pair_kind(
    "closed_by_itself",
    _("A pair has closed by itself"),
    until=_("Feb 16, 2027"),
)
REOPENED = _pair_kind(
    "reopened", _("A pair is open again"), who=_("Gwen Castellan"), until=_("Mar 18, 2027")
)
ENDING_SUGGESTED = _pair_kind(
    "ending_suggested",
    _("A suggestion for how to go on"),
)
GOING_ON = _pair_kind(
    "going_on",
    _("A pair goes on"),
    how=_("You go on until Mar 1, 2027."),
)
FIT_WANTED = _pair_kind("fit_wanted", _("A question for you alone"), is_quiet=True)
RENEWAL_WANTED = _pair_kind(
    "renewal_wanted", _("Another year is asked about"), until=_("Dec 18, 2026")
)
RENEWED = _pair_kind("renewed", _("Another year together"), is_quiet=True)
HOME_WANTED = _pair_kind(
    "home_wanted",
    _("Where a pair should belong"),
    who=_("Gwen Castellan"),
    house=_("Calder University"),
)
CALL_WISHED = _kind(
    "call_wished",
    _("Somebody would like to be called"),
    _("you coordinate pairs"),
    {"who": _("Noor Haddad"), "program": PROGRAM},
    is_for_staff=True,
)
TALK_ADVISED = _kind(
    "talk_advised",
    _("A supportive talk with a guide"),
    _("you coordinate pairs"),
    {"guide": _("Gwen Castellan")},
    is_quiet=True,
    is_for_staff=True,
)
