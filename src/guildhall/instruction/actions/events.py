"""What instruction records: ids, never words, and nothing of how far somebody is."""

from guildhall.audit.kinds import declare

TRY_NOTED = declare("try_noted", "A try at a skill was noted, for learning.")
TRY_CONFIRMED = declare("try_confirmed", "A preceptor said yes to a try alone, for learning.")
TRY_REMOVED = declare("try_removed", "A try was taken away by whoever noted it.")
SHIFT_NOTE_WRITTEN = declare("shift_note_written", "One of a pair wrote at the end of a shift.")
WEEK_SHARED = declare("week_shared", "One of a pair shared their week with the educator.")
WEEK_CLOSED = declare("week_closed", "One of a pair took back that a week is shared.")
FOCUS_SET = declare("focus_set", "A focus for the next week was set.")
FOCUS_AGREED = declare("focus_agreed", "Somebody agreed to the focus for the next week.")
COVER_ASKED = declare("cover_asked", "Somebody was asked to cover for a preceptor.")
COVER_ACCEPTED = declare("cover_accepted", "Somebody covers for a preceptor, for one shift.")
COVER_DECLINED = declare("cover_declined", "Somebody asked to cover said no.")
COVER_CALLED_OFF = declare("cover_called_off", "Cover for a preceptor was called off.")
COVER_OVER = declare("cover_over", "Cover for a preceptor ended with the shift.")
