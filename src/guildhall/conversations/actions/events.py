"""What conversations record: that something was written, never what."""

from guildhall.audit.kinds import declare

NOTE_WRITTEN = declare("note_written", "A note was written.")
NOTE_CHANGED = declare("note_changed", "A note was changed by its author.")
NOTE_THROWN_AWAY = declare("note_thrown_away", "A note was thrown away by its author.")
POST_SENT = declare("post_sent", "A message was sent within a pair.")
POST_TAKEN_BACK = declare("post_taken_back", "A message within a pair was taken back.")
