"""What a worry is about, what is wished for, and how a report stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorryKind(models.TextChoices):
    """What it is about, in neutral words. Nobody ranks or scores them."""

    UNSAFE = "unsafe", _("I do not feel safe")
    BOUNDARY = "boundary", _("A boundary was crossed")
    HARASSMENT = "harassment", _("Harassment")
    DISCRIMINATION = "discrimination", _("Discrimination")
    CONFIDENCE = "confidence", _("Something told in confidence was passed on")
    RISK = "risk", _("Somebody may be at risk")
    OTHER = "other", _("Something else")


class Wish(models.TextChoices):
    """What whoever reports it wants now."""

    REST = "rest", _("Let contact rest at once, and get in touch with me")
    TODAY = "today", _("Get in touch with me today")
    NOTE = "note", _("Only note it for now")


# Contact rests for these unless something else is wished.
RESTING = (WorryKind.UNSAFE, WorryKind.BOUNDARY, WorryKind.HARASSMENT, WorryKind.DISCRIMINATION)


def usual_wish(kind: str, *, has_pair: bool) -> Wish:
    """What happens where nothing is chosen. Whoever may be at risk must not lose their contact."""
    if kind in RESTING:
        return Wish.REST if has_pair else Wish.TODAY
    return Wish.TODAY if kind == WorryKind.RISK else Wish.NOTE


class WorryState(models.TextChoices):
    """reported ⇄ seen → closed. It waits again once nobody is left who has seen it."""

    REPORTED = "reported", _("Received")
    SEEN = "seen", _("Seen by a person")
    CLOSED = "closed", _("Closed")


WORRY_TRANSITIONS: dict[str, frozenset[str]] = {
    WorryState.REPORTED: frozenset({WorryState.SEEN}),
    WorryState.SEEN: frozenset({WorryState.CLOSED, WorryState.REPORTED}),
    WorryState.CLOSED: frozenset(),
}


class EntryKind(models.TextChoices):
    """Something written about a worry. Words and answers are read by both sides of it."""

    WORDS = "words", _("Added")
    ANSWER = "answer", _("Answer")
    NOTE = "note", _("Note")
    STEP = "step", _("Step taken")


READ_BY_REPORTER = (EntryKind.WORDS, EntryKind.ANSWER)


class AskCategory(models.TextChoices):
    """Why somebody asks for a person of the program."""

    MEETINGS = "meetings", _("Our meetings do not come about")
    FIT = "fit", _("It does not quite fit between us")
    PROGRAM = "program", _("A question about the program")
    BEYOND = "beyond", _("I need support beyond mentoring")
    OTHER = "other", _("Something else")
