"""What goals record: that something moved, never what it is about."""

from guildhall.audit.kinds import declare

GOAL_SET = declare("goal_set", "A goal was set in a pair.")
GOAL_MOVED = declare("goal_moved", "A goal of a pair moved.")
PROMISE_MADE = declare("promise_made", "A small promise was made in a pair.")
PROMISE_SETTLED = declare("promise_settled", "A small promise was done, opened again or dropped.")
FEEDBACK_ASKED = declare("feedback_asked", "Feedback was asked for in a pair.")
FEEDBACK_SETTLED = declare("feedback_settled", "Feedback was given, or let be.")
