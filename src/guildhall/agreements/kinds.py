"""The kinds of message that expectations and agreements cause. Their texts are data."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

TEXTS = Path(__file__).parent / "texts"
WHO: dict[str, Words] = {
    "partner_names": _("Gwen Castellan"),
    "program": _("Engineering mentoring"),
}
PAIR: Words = _("you are one of the pair")
_kind = Family(
    "agreements",
    TEXTS,
    _("Pairs"),
    shared=WHO,
    are_quiet=True,
).declare

YOUR_TURN = _kind("your_turn", _("Your partner said what they expect"), PAIR)
BOTH_ANSWERED = _kind("both_answered", _("You both said what you expect"), PAIR)
ASKED_AGAIN = _kind("asked_again", _("Expectations are asked again"), PAIR)
TO_SIGN = _kind("to_sign", _("An agreement waits for your signature"), PAIR, author=_("Gwen"))
SIGNED = _kind("signed", _("An agreement holds"), PAIR)
REVIEW_DUE = _kind("review_due", _("A day to look at your agreement again"), PAIR)
