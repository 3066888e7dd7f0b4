"""The kinds of message that expectations and agreements cause. Their texts are data."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Kind, Words, declare_kind

TEXTS = Path(__file__).parent / "texts"
WHO: dict[str, Words] = {
    "partner_names": _("Gwen Castellan"),
    "program": _("Engineering mentoring"),
}


def _kind(name: str, label: Words, **placeholders: Words) -> Kind:
    return declare_kind(
        Kind(
            key=f"agreements.{name}",
            label=label,
            purpose=_("you are one of the pair"),
            texts_file=TEXTS / f"{name}.toml",
            placeholders={**WHO, **placeholders},
            room_label=_("Pairs"),
        )
    )


YOUR_TURN = _kind("your_turn", _("Your partner said what they expect"))
BOTH_ANSWERED = _kind("both_answered", _("You both said what you expect"))
ASKED_AGAIN = _kind("asked_again", _("Expectations are asked again"))
TO_SIGN = _kind("to_sign", _("An agreement waits for your signature"), author=_("Gwen"))
SIGNED = _kind("signed", _("An agreement holds"))
REVIEW_DUE = _kind("review_due", _("A day to look at your agreement again"))
