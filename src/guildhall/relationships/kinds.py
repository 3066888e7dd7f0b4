"""The kinds of message that pairs cause. Their texts are data, in `texts/`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from guildhall.notify.kinds import Family, Words

TEXTS = Path(__file__).parent / "texts"
WHO: dict[str, Words] = {
    "partner_names": _("Gwen Castellan"),
    "program": _("Engineering mentoring"),
}
PARTNERS: Words = _("Gwen Castellan, mentor\n\n- Goals meet expertise: Survival analysis")
UNTIL: Words = _("Nov 26, 2026")
FIRST_STEP: Words = _("A good first step: write a first hello. By Nov 20, 2026.")
PRIVACY: Words = _("What you say and write stays between the two of you.")
WHAT_NEXT: Words = _("You come first when the next matches are made.")
# The quiet ones only inform: whoever prefers the inbox to a mail may say so.
_kind = Family(
    "relationships",
    TEXTS,
    _("Pairs"),
    always_because=_("it is about somebody who counts on you"),
    shared=WHO,
).declare

MATCH_PUBLISHED = _kind(
    "match_published",
    _("You are matched"),
    _("you take part in a program that matched you"),
    partners=PARTNERS,
    first_step=FIRST_STEP,
    privacy=PRIVACY,
)
MATCH_OFFERED = _kind(
    "match_offered",
    _("A match is offered to you"),
    _("you take part in a program that found a match for you"),
    partners=PARTNERS,
    until=UNTIL,
    privacy=PRIVACY,
)
OFFER_REMINDER = _kind(
    "offer_reminder",
    _("An offer waits for your answer"),
    _("a match was offered to you"),
    is_quiet=True,
    until=UNTIL,
)
OFFER_DECLINED = _kind(
    "offer_declined",
    _("A match will not begin"),
    _("a match was offered to you"),
    what_next=WHAT_NEXT,
)
OFFER_LAPSED = _kind(
    "offer_lapsed",
    _("An offer has ended"),
    _("a match was offered to you"),
    is_quiet=True,
    what_next=WHAT_NEXT,
)
RELATIONSHIP_OPENED = _kind(
    "relationship_opened",
    _("A pair begins"),
    _("you are one of the pair"),
    is_quiet=True,
    first_step=FIRST_STEP,
    privacy=PRIVACY,
)
RELATIONSHIP_CLOSED = _kind(
    "relationship_closed",
    _("A pair has ended"),
    _("you were one of the pair"),
    what_next=WHAT_NEXT,
)
