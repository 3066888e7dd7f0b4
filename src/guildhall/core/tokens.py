"""Secrets that travel in links, and what is kept of them."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is stored: whoever reads the table cannot use the link."""
    return hashlib.sha256(token.encode()).hexdigest()
