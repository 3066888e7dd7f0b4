"""What courses record: ids, never what was written."""

from guildhall.audit.kinds import declare

COURSE_OPENED = declare("course_opened", "A learner's course of preceptorship began.")
COURSE_RESTED = declare("course_rested", "A course went on after a rest; its days moved.")
COURSE_EXTENDED = declare("course_extended", "A course got more time.")
COURSE_MOVED = declare("course_moved", "A course went on at another place.")
COURSE_SHARE_SET = declare("course_share_set", "A course was planned for other working time.")
HANDOVER_WRITTEN = declare("handover_written", "A hand-over note was written.")
PRECEPTOR_CHANGED = declare("preceptor_changed", "A course went on with another preceptor.")
NEEDS_SHARED = declare("needs_shared", "One side shared its part of the learning needs.")
LEARNING_PLAN_WRITTEN = declare(
    "learning_plan_written", "A version of a learning plan was written."
)
LEARNING_PLAN_SIGNED = declare("learning_plan_signed", "One side signed a learning plan.")
DEMAND_MET = declare("demand_met", "A demanded meeting was booked, or found among the meetings.")
DEMAND_ESCALATED = declare("demand_escalated", "A demanded meeting went to whoever coordinates.")
RECORD_WRITTEN = declare("meeting_record_written", "The record of a demanded meeting was written.")
RECORD_SIGNED = declare("meeting_record_signed", "One side signed the record of a meeting.")
