"""What matching records."""

from guildhall.audit.kinds import declare

ROUND_STARTED = declare("round_started", "A match round was started.")
ROUND_CHANGED = declare("round_changed", "The rules or weights of a match round were changed.")
ROUND_ARCHIVED = declare("round_archived", "A match round was put away.")
PAIR_PINNED = declare("pair_pinned", "A pair was pinned in a match round.")
PAIR_FORBIDDEN = declare("pair_forbidden", "A pair was forbidden in a match round.")
PAIR_CLEARED = declare("pair_cleared", "What was said about a pair in a match round was cleared.")
ROUND_PUBLISHED = declare("round_published", "A match round was published.")
