"""The `guildhall` command, timed work and the worker: thin wrappers over actions and flows.

Owns no tables.
"""
