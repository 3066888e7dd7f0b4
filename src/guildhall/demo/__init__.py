"""The demo: three organizations with people and programs at every stage, on one clock.

Owns no tables; it fills those of the rooms, through their actions. The mark by which a database
says, for good, that it is a demo belongs to accounts.
"""
