"""The life of a concern, what a review found, and what a program may come to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.programs.states import Semantics


class ConcernState(models.TextChoices):
    """raised → shared → planned → reviewing → resolved, escalated or referred out.

    It can be taken back as long as it is open, and ends with the pair.
    """

    RAISED = "raised", _("Not shared yet")
    SHARED = "shared", _("Shared")
    PLANNED = "planned", _("With a plan")
    REVIEWING = "reviewing", _("Being reviewed")
    ESCALATED = "escalated", _("With the program lead")
    RESOLVED = "resolved", _("Resolved")
    REFERRED_OUT = "referred_out", _("Handled outside")
    WITHDRAWN = "withdrawn", _("Taken back")
    ENDED = "ended", _("Ended with the pair")


C = ConcernState
_AWAY = {C.WITHDRAWN, C.ENDED}
CONCERN_TRANSITIONS: dict[str, frozenset[str]] = {
    C.RAISED: frozenset({C.SHARED, *_AWAY}),
    C.SHARED: frozenset({C.PLANNED, C.ESCALATED, C.REFERRED_OUT, *_AWAY}),
    C.PLANNED: frozenset({C.PLANNED, C.REVIEWING, C.ESCALATED, C.REFERRED_OUT, *_AWAY}),
    C.REVIEWING: frozenset(
        {C.REVIEWING, C.RESOLVED, C.ESCALATED, C.REFERRED_OUT, *_AWAY},
    ),
    # Taken up, it goes on where it was: to its plan, or to the next review.
    C.ESCALATED: frozenset({C.SHARED, C.PLANNED, C.REVIEWING, C.REFERRED_OUT, *_AWAY}),
    C.RESOLVED: frozenset(),
    C.REFERRED_OUT: frozenset(),
    C.WITHDRAWN: frozenset(),
    C.ENDED: frozenset(),
}
# Still to be worked on.
OPEN = (C.RAISED, C.SHARED, C.PLANNED, C.REVIEWING, C.ESCALATED)
# A clock runs.
CLOCKED = (C.RAISED, C.SHARED, C.PLANNED, C.REVIEWING)
# What an adverse decision may stand on; nothing that was resolved or taken back.
GROUNDS = (C.RAISED, C.SHARED, C.PLANNED, C.REVIEWING, C.ESCALATED, C.REFERRED_OUT)


class SharedHow(models.TextChoices):
    """How the learner got to know."""

    MEETING = "meeting", _("In a conversation")
    WRITING = "writing", _("In writing")


class ReviewOutcome(models.TextChoices):
    """What a review found. The clock writes `missed`; nobody else does."""

    ON_TRACK = "on_track", _("On track")
    NOT_YET = "not_yet", _("Not yet")
    MET = "met", _("Met")
    MISSED = "missed", _("Not held")


HELD = (ReviewOutcome.ON_TRACK, ReviewOutcome.NOT_YET, ReviewOutcome.MET)


class Because(models.TextChoices):
    """Why a concern went to whoever leads the program."""

    MISSED = "missed", _("Reviews were missed")
    ASKED = "asked", _("Somebody asked for it")


class FinalOutcome(models.TextChoices):
    """What a final decision says."""

    COMPLETED = "completed", _("Completed")
    PASSED = "passed", _("Passed")
    EXTENDED = "extended", _("More time")
    INCOMPLETE = "incomplete", _("Incomplete")
    FAILED = "failed", _("Failed")
    REFERRED_OUT = "referred_out", _("Handled outside the program")


F = FinalOutcome
OUTCOMES: dict[Semantics, tuple[FinalOutcome, ...]] = {
    Semantics.SUPPORTIVE: (F.COMPLETED, F.EXTENDED, F.REFERRED_OUT),
    Semantics.SUMMATIVE: (F.PASSED, F.EXTENDED, F.INCOMPLETE, F.FAILED),
}
# Never a surprise: each stands on a concern that was shared in time, with a reviewed plan.
ADVERSE = (F.FAILED, F.REFERRED_OUT)
# The reason is written for the learner.
EXPLAINED = (F.EXTENDED, F.INCOMPLETE, F.FAILED, F.REFERRED_OUT)
