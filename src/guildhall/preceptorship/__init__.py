"""What only preceptorship does, above assessment, hours and meetings.

Owns the ledger of protected time. Does not own shifts (people), hours (hours), meetings
(meetings), nor what is assessed (assessment).
"""
