"""What screening records: ids and outcomes, never a score or a reason."""

from guildhall.audit.kinds import declare

SCREENING_BEGUN = declare("screening_begun", "The screening of an application began.")
GATES_NOTED = declare("screening_gates_noted", "Gates of an application were noted.")
RATING_DRAFTED = declare("rating_drafted", "A rating of an application was saved as a draft.")
RATING_HANDED_IN = declare("rating_handed_in", "A rating of an application was handed in.")
STEP_CHANGED = declare("screening_step_changed", "A step of a screening moved on.")
APPLICATION_DECIDED = declare("application_decided", "An application was decided.")
DECISION_REOPENED = declare("decision_reopened", "The decision on an application was reopened.")
