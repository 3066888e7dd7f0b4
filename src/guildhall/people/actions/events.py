"""What people's profiles record."""

from guildhall.audit.kinds import declare

PROFILE_CHANGED = declare("profile_changed", "A profile was changed.")
PROFILE_PAUSED = declare("profile_paused", "A person paused taking part.")
PROFILE_RESUMED = declare("profile_resumed", "A person takes part again.")
