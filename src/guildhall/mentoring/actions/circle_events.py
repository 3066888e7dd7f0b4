"""What circles and office hours record."""

from guildhall.audit.kinds import declare

CIRCLE_STARTED = declare("circle_started", "A circle opened its seats.")
CIRCLE_CHANGED = declare("circle_changed", "A circle changed its topic or its seats.")
CIRCLE_HANDED_OVER = declare("circle_handed_over", "A circle is led by somebody else now.")
SEAT_ASKED = declare("seat_asked", "Somebody asked for a seat in a circle.")
SEAT_ANSWERED = declare("seat_answered", "Asking for a seat in a circle was settled.")
HOURS_OFFERED = declare("office_hours_offered", "A guide offered office hours.")
HOURS_ENDED = declare("office_hours_ended", "A guide ended office hours.")
SLOT_WITHDRAWN = declare("slot_withdrawn", "A guide took back a time of office hours.")
SLOT_BOOKED = declare("slot_booked", "Somebody booked a time of office hours.")
SLOT_FREED = declare("slot_freed", "A booked time of office hours was given back.")
TALK_ANSWERED = declare("talk_answered", "Somebody said whether a conversation was of use.")
TALK_FINISHED = declare("talk_finished", "A conversation in office hours came to its end.")
