"""What programs record."""

from guildhall.audit.kinds import declare

PROGRAM_CREATED = declare("program_created", "A program was created.")
PROGRAM_CHANGED = declare("program_changed", "A program was changed.")
PROGRAM_ARCHIVED = declare("program_archived", "A program was archived.")
PROGRAM_RESTORED = declare("program_restored", "A program was taken out of the archive.")
PROGRAM_ROLE_GRANTED = declare("program_role_granted", "A person was given a role in a program.")
PROGRAM_ROLE_ENDED = declare("program_role_ended", "A role in a program was taken away.")
QUESTION_CHANGED = declare("question_changed", "A program's questions were changed.")
COHORT_OPENED = declare("cohort_opened", "A cohort was opened.")
COHORT_CHANGED = declare("cohort_changed", "A cohort's name or dates were changed.")
COHORT_ARCHIVED = declare("cohort_archived", "A cohort was archived.")
COHORT_RESTORED = declare("cohort_restored", "A cohort was taken out of the archive.")
JOIN_LINK_OPENED = declare("join_link_opened", "A join link was opened.")
JOIN_LINK_CLOSED = declare("join_link_closed", "A join link was closed.")
NEWCOMER_ADMITTED = declare("newcomer_admitted", "Somebody joined an organization by a join link.")
PERSON_ENROLLED = declare("person_enrolled", "A person was enrolled in a cohort.")
PERSON_ASKED_IN = declare("person_asked_in", "A person was invited to apply to a cohort.")
ENROLLMENT_CHANGED = declare("enrollment_changed", "An enrollment's places were changed.")
APPLICATION_STARTED = declare("application_started", "A person began an application.")
STATE_CHANGED = declare("enrollment_state_changed", "An enrollment moved to another state.")
WISHES_KEPT = declare("wishes_kept", "A person said whom they would like to work with.")
WISHES_WITHDRAWN = declare("wishes_withdrawn", "A person took their wishes for people back.")
PREREQUISITE_MET = declare("prerequisite_met", "A prerequisite of an enrollment was met.")
PREREQUISITE_REOPENED = declare(
    "prerequisite_reopened", "A prerequisite of an enrollment was opened again."
)
PERSON_NOMINATED = declare("person_nominated", "A person was nominated for a cohort.")
NOMINATION_ANSWERED = declare("nomination_answered", "A nomination was accepted or declined.")
WORK_SHARE_SET = declare(
    "work_share_set", "It was noted how much of full time somebody in a program works."
)
