"""The doors: settings, root URLs, checks. The only floor that knows everything.

Owns no tables.
"""
