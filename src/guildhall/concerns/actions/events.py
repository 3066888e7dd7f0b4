"""What concerns and decisions record: ids, never what was seen or said."""

from guildhall.audit.kinds import declare

CONCERN_RAISED = declare("concern_raised", "A concern about a learner's practice was raised.")
CONCERN_SHARED = declare("concern_shared", "A concern was shared with the learner.")
CONCERN_READ = declare("concern_read", "The learner read a concern.")
PLAN_MADE = declare("action_plan_made", "A concern got an action plan, or its next version.")
REVIEW_HELD = declare("review_held", "The plan of a concern was reviewed.")
REVIEW_MISSED = declare("review_missed", "A review of a concern was not held when it was due.")
CONCERN_ESCALATED = declare("concern_escalated", "A concern went to whoever leads the program.")
CONCERN_TAKEN_UP = declare("concern_taken_up", "Somebody who leads took a concern up.")
CONCERN_SETTLED = declare("concern_settled", "A concern was settled.")
DECISION_MADE = declare("decision_made", "A final decision about a learner was made.")
APPEAL_MADE = declare("appeal_made", "A learner appealed.")
APPEAL_ANSWERED = declare("appeal_answered", "An appeal was answered.")
