"""Settings: one's own, and those of an organization for its administrators."""
