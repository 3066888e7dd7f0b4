"""What relationships record."""

from guildhall.audit.kinds import declare

RELATIONSHIP_OFFERED = declare("relationship_offered", "A pair was offered to its people.")
RELATIONSHIP_OPENED = declare("relationship_opened", "A pair began.")
OFFER_ACCEPTED = declare("offer_accepted", "Somebody accepted the pair offered to them.")
OFFER_DECLINED = declare("offer_declined", "Somebody declined the pair offered to them.")
OFFER_LAPSED = declare("offer_lapsed", "An offered pair was not answered in time.")
RELATIONSHIP_PAUSED = declare("relationship_paused", "A pair was paused.")
RELATIONSHIP_RESUMED = declare("relationship_resumed", "A paused pair went on.")
RELATIONSHIP_CLOSED = declare("relationship_closed", "A pair ended.")
MEETING_LOGGED = declare("meeting_logged", "A pair logged that they met.")
FIRST_STEP_DONE = declare("first_step_done", "A first step was done.")
FIRST_STEP_REOPENED = declare("first_step_reopened", "A first step was opened again.")
