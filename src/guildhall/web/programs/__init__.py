"""Programs and cohorts as those who run them see them: making, changing, inviting, archiving."""
