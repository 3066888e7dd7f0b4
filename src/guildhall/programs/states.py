"""Kinds of program, sides, and the life of an enrollment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of offer it is. Preceptorship assesses; mentoring never does."""

    PRECEPTORSHIP = "preceptorship", _("Preceptorship")
    FORMAL_MENTORING = "formal_mentoring", _("Formal mentoring")
    INFORMAL_MENTORING = "informal_mentoring", _("Informal mentoring")
    CIRCLE = "circle", _("Circle")
    INTERNSHIP = "internship", _("Internship")


class Semantics(models.TextChoices):
    """What an assessing program comes to: help on the way, with nobody failed, or pass and fail."""

    SUPPORTIVE = "supportive", _("Supportive")
    SUMMATIVE = "summative", _("Summative")


class Side(models.TextChoices):
    """Guide or learner; screens say the program's own words."""

    GUIDE = "guide", _("Guide")
    LEARNER = "learner", _("Learner")


# Asked of both sides.
BOTH = "both"


class Construct(models.TextChoices):
    """What a question on the beginning measures, and the same question at the end again."""

    CONFIDENCE = "confidence", _("Confidence")
    COMPETENCE = "competence", _("Competence")
    GOALS = "goals", _("Goals")


class ProgramRole(models.TextChoices):
    """What somebody does for one program."""

    COORDINATOR = "coordinator", _("Coordinator")
    SCREENER = "screener", _("Screener")
    VIEWER = "viewer", _("Read-only")


class EnrollmentState(models.TextChoices):
    """A person's way through a cohort on one side."""

    DRAFT = "draft", _("Started")
    APPLIED = "applied", _("Applied")
    SCREENING = "screening", _("Being screened")
    APPROVED = "approved", _("Approved")
    WAITING = "waiting", _("Waiting for a match")
    MATCHED = "matched", _("Matched")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    FINISHED = "finished", _("Finished")


S = EnrollmentState
ENROLLMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.APPLIED, S.APPROVED, S.WITHDRAWN}),
    S.APPLIED: frozenset({S.SCREENING, S.APPROVED, S.DECLINED, S.WITHDRAWN}),
    S.SCREENING: frozenset({S.APPROVED, S.DECLINED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.WAITING, S.MATCHED, S.WITHDRAWN, S.DECLINED, S.FINISHED}),
    S.WAITING: frozenset({S.APPROVED, S.MATCHED, S.WITHDRAWN, S.FINISHED}),
    S.MATCHED: frozenset({S.APPROVED, S.WAITING, S.WITHDRAWN, S.FINISHED}),
    S.DECLINED: frozenset({S.DRAFT, S.APPLIED, S.APPROVED}),
    S.WITHDRAWN: frozenset({S.DRAFT, S.APPLIED, S.APPROVED}),
    # Whoever had an end may look for somebody else later.
    # Or takes up the same pair again.
    S.FINISHED: frozenset({S.WAITING, S.MATCHED}),
}
# Those who can be put into a match round.
MATCHABLE = (S.APPROVED, S.WAITING, S.MATCHED)
# Those who take part, or may yet.
LIVE = (S.DRAFT, S.APPLIED, S.SCREENING, S.APPROVED, S.WAITING, S.MATCHED)


class Before(models.TextChoices):
    """What a prerequisite must be met before."""

    MATCH = "match", _("before the match")
    START = "start", _("before the start")
    FIRST_MEETING = "first_meeting", _("before the first meeting")


class ScreeningStep(models.TextChoices):
    """What a screening may still wait for."""

    RATINGS = "ratings", _("Ratings")
    INTERVIEW = "interview", _("Interview")
    REFERENCES = "references", _("References")
    BACKGROUND_CHECK = "background_check", _("Background check")


class StepState(models.TextChoices):
    """Where one of these steps stands."""

    TO_DO = "to_do", _("To do")
    ASKED = "asked", _("Asked for")
    CLEARED = "cleared", _("Cleared")
    NOT_CLEARED = "not_cleared", _("Not cleared")
