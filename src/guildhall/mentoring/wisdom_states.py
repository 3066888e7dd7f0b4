"""How far a story is told, how a challenge stands, and what is said about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryState(models.TextChoices):
    """draft ⇄ told. Taken back, it is a draft again and nobody else reads it."""

    DRAFT = "draft", _("Draft")
    TOLD = "told", _("Told")


class Audience(models.TextChoices):
    """To whom a story is told, from narrow to wide."""

    PAIR = "pair", _("One pair or circle of mine")
    PROGRAM = "program", _("Everybody in one program")
    EVERYONE = "everyone", _("Everybody in my organization")


# Told so widely that words can be searched; what is told to a pair never is.
WIDE = (Audience.PROGRAM, Audience.EVERYONE)


class ChallengeState(models.TextChoices):
    """open ⇄ settled."""

    OPEN = "open", _("Open")
    SETTLED = "settled", _("Settled")


class EntryKind(models.TextChoices):
    """What somebody adds to a challenge."""

    PITFALL = "pitfall", _("A pitfall to know")
    OPTION = "option", _("An option")
    TRIED = "tried", _("What was tried")
    HAPPENED = "happened", _("What happened")


class IntroductionState(models.TextChoices):
    """asked → made once both have said yes, or let be."""

    ASKED = "asked", _("Waits for an answer")
    MADE = "made", _("Introduced")
    LET_BE = "let_be", _("Let be")
