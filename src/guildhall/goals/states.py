"""The life of a goal, and how it moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GoalState(models.TextChoices):
    """open ⇄ reached or let go. Letting go is as good an end as any."""

    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    LET_GO = "let_go", _("Let go")


S = GoalState
GOAL_TRANSITIONS: dict[str, frozenset[str]] = {
    S.OPEN: frozenset({S.REACHED, S.LET_GO}),
    S.REACHED: frozenset({S.OPEN}),
    S.LET_GO: frozenset({S.OPEN}),
}


class Pace(models.TextChoices):
    """What a check-in says."""

    FURTHER = "further", _("A bit further")
    SAME = "same", _("About the same")
    STUCK = "stuck", _("Stuck just now")


class Move(models.TextChoices):
    """What happened to a goal."""

    SET = "set", _("Set")
    REWORDED = "reworded", _("Changed")
    CHECKED_IN = "checked_in", _("Checked in")
    STEP_DONE = "step_done", _("Step done")
    STEP_REOPENED = "step_reopened", _("Step open again")
    REACHED = "reached", _("Reached")
    LET_GO = "let_go", _("Let go")
    REOPENED = "reopened", _("Open again")
