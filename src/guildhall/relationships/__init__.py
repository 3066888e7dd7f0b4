"""What every kind of pair shares.

Owns relationships, who is in them, why they were matched, first steps, the meetings that were
held, and closures. `open()` in actions is the only way a pair comes to be: it locks the guide and
checks capacity over the enrollment and over the person. Does not own proposals (matching), nor
what only one kind of program does.
"""
