"""Certificates: what an organization states about somebody, with a number, a code and an end.

Owns certificates, whether they are in force, their public page by code, and their paper. Does not
own what is certified: a room above decides that, and hears of it when one is revoked.
"""
