"""What passports record: ids, and salted digests of what was assessed, never its words."""

from guildhall.audit.kinds import declare

PASSPORT_OPENED = declare("passport_opened", "A competency passport was opened for a learner.")
OBSERVATION_RECORDED = declare("observation_recorded", "A competency was observed.")
OBSERVATION_TAKEN_BACK = declare("observation_taken_back", "An observation was taken back.")
OBSERVATION_ASKED = declare("observation_asked", "Somebody was asked to observe a competency.")
OBSERVATION_DECLINED = declare("observation_declined", "Somebody declined to observe.")
RATINGS_OPENED = declare("ratings_opened", "A round of ratings was opened.")
RATING_LOCKED = declare("rating_locked", "One side of a round of ratings was locked.")
EVIDENCE_ADDED = declare("evidence_added", "Evidence was added to a passport.")
EVIDENCE_REMOVED = declare("evidence_removed", "Evidence was taken out of a passport.")
