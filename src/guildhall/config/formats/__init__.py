"""How days and times are written, for each language; Django asks here before its own tables."""
