"""What relationships record."""

from guildhall.audit.kinds import declare

RELATIONSHIP_OFFERED = declare("relationship_offered", "A pair was offered to its people.")
RELATIONSHIP_OPENED = declare("relationship_opened", "A pair began.")
OFFER_ACCEPTED = declare("offer_accepted", "Somebody accepted the pair offered to them.")
OFFER_DECLINED = declare("offer_declined", "Somebody declined the pair offered to them.")
OFFER_LAPSED = declare("offer_lapsed", "An offered pair was not answered in time.")
RELATIONSHIP_PAUSED = declare("relationship_paused", "A pair was paused.")
RELATIONSHIP_RESUMED = declare("relationship_resumed", "A paused pair went on.")
RELATIONSHIP_ASLEEP = declare("relationship_asleep", "A pair sleeps, and holds no place.")
RELATIONSHIP_REOPENED = declare(
    "relationship_reopened", "A pair that had closed by itself was opened again."
)
RELATIONSHIP_CLOSED = declare("relationship_closed", "A pair ended.")
SEAT_TAKEN = declare("seat_taken", "Somebody took a seat in a circle.")
SEAT_LEFT = declare("seat_left", "Somebody left a circle, which goes on.")
CIRCLE_NAMED = declare("circle_named", "A circle was given its name.")
SIDE_CHANGED = declare("side_changed", "A member of a circle leads it from now on.")
RELATIONSHIP_EXTENDED = declare("relationship_extended", "A pair got a later last day.")
RELATIONSHIP_CONTINUED = declare(
    "relationship_continued", "A pair went on without its program, informally."
)
RELATIONSHIP_MOVED = declare(
    "relationship_moved", "A pair belongs to another organization from now on."
)
CONTACT_RESTED = declare("contact_rested", "Contact within a pair was put to rest.")
CONTACT_LIFTED = declare("contact_lifted", "Contact within a pair may go on.")
FIRST_STEP_DONE = declare("first_step_done", "A first step was done.")
FIRST_STEP_REOPENED = declare("first_step_reopened", "A first step was opened again.")
