"""What hours record: ids, kinds and minutes, never words."""

from guildhall.audit.kinds import declare

HOURS_PLANNED = declare("hours_planned", "Hours were planned.")
HOURS_LOGGED = declare("hours_logged", "Hours were logged.")
HOURS_VERIFIED = declare("hours_verified", "Hours were verified.")
HOURS_DISPUTED = declare("hours_disputed", "Hours were disputed.")
DISPUTE_ANSWERED = declare("hours_dispute_answered", "A dispute over hours was answered.")
HOURS_CANCELLED = declare("hours_cancelled", "Hours that were planned or logged were cancelled.")
WEEK_ASKED = declare("hours_week_asked", "A learner asked for a week of hours to be verified.")
VERIFIER_NAMED = declare("verifier_named", "Somebody was named to verify hours.")
VERIFIER_ENDED = declare("verifier_ended", "Somebody verifies hours no longer.")
