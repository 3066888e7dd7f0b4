"""A worry is heard the same day, by the right people only.

Owns reports of a worry, who reads them, and why contact rests; asking for a person; and the page
of support that each organization writes. Does not own how a pair rests or ends (relationships),
nor who holds which role (directory).
"""
