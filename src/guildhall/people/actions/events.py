"""What people's profiles record."""

from guildhall.audit.kinds import declare

PROFILE_CHANGED = declare("profile_changed", "A profile was changed.")
PROFILE_PAUSED = declare("profile_paused", "A person paused taking part.")
PROFILE_RESUMED = declare("profile_resumed", "A person takes part again.")
SHIFTS_CHANGED = declare("shifts_changed", "Shifts of a person were typed in or changed.")
SHIFTS_IMPORTED = declare("shifts_imported", "Shifts were brought in from a file.")
ROSTER_CONNECTED = declare("roster_connected", "A person connected their roster.")
ROSTER_REMOVED = declare("roster_removed", "A person disconnected their roster.")
