"""When a pair meets.

Owns meetings, proposals of times, invitations, calendars read and fed, and whether they met.
Does not own weekly availability (people), nor what was said beyond one line (conversations).
"""
