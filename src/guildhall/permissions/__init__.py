"""Who may do what: Actor, Access, `require()`, `visible_to()`. Knows no room.

An access declaration is one sentence and one reach: the rows that an actor may do it to. Both
questions, “may they, to this one?” and “to which ones may they?”, are answered from that reach,
so the two can never disagree. Rooms declare theirs in `access.py`.
"""
