"""What was worked, and who says so.

Owns time entries with their moves, the asks to verify a week, and named verifiers. Does not own
shifts (people), meetings (meetings), nor the ledger of protected time, which needs all of these
(preceptorship). Office hours are another thing (mentoring).
"""
