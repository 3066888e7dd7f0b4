"""Telling people: the outbox, the in-app inbox, preferences, editable texts, action links.

Owns what is said, to whom, when, and whether it left the house. A message is a row with an
idempotency key before it is a mail: the same key never makes a second one. Texts are data: the
defaults live in the rooms' `texts/*.toml`, an organization may keep its own wording beside them.
Does not own why something is said; rooms declare their kinds and send.
"""
