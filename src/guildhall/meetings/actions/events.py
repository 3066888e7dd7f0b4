"""What meetings record."""

from guildhall.audit.kinds import declare

MEETING_LOGGED = declare("meeting_logged", "A pair logged that they met.")
TIMES_PROPOSED = declare("meeting_times_proposed", "One of a pair proposed times to meet.")
TIMES_REFUSED = declare("meeting_times_refused", "None of the proposed times suited.")
MEETING_BOOKED = declare("meeting_booked", "A pair booked a meeting.")
MEETING_MOVED = declare("meeting_moved", "A pair moved a meeting.")
MEETING_CANCELLED = declare("meeting_cancelled", "A meeting was cancelled.")
MEETING_CONFIRMED = declare("meeting_confirmed", "One of a pair said whether they met.")
AGENDA_CHANGED = declare("meeting_agenda_changed", "One of a pair changed a meeting's agenda.")
RHYTHM_SUGGESTED = declare("meeting_rhythm_suggested", "One of a pair suggested a rhythm.")
RHYTHM_ACCEPTED = declare("meeting_rhythm_accepted", "A pair agreed on a rhythm.")
RHYTHM_ENDED = declare("meeting_rhythm_ended", "A pair ended its rhythm.")
CALENDAR_CONNECTED = declare("calendar_connected", "Somebody connected their calendar.")
CALENDAR_REMOVED = declare("calendar_removed", "Somebody disconnected their calendar.")
FEED_MADE = declare("calendar_feed_made", "Somebody made a secret address of their meetings.")
FEED_ENDED = declare("calendar_feed_ended", "Somebody revoked the address of their meetings.")
VIDEO_CHANGED = declare("video_provider_changed", "An organization set its video rooms.")
