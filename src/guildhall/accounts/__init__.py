"""Accounts: a way to sign in.

Owns the account and its e-mail address. Passwords, codes by mail, passkeys and authenticator apps
are django-allauth's. Does not own people: a person may have an account, or none yet.
"""
