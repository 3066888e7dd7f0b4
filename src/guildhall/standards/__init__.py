"""Live checks of programs against published standards.

Owns the packs (data), attestations of what only people know, and what each day's measuring said.
Does not own the facts: pairs, meetings, hours, signatures and roles stay with their rooms.
"""
