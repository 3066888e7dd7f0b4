"""Whose things wait on a device, and the secret that opens them there.

Both are made of the account with the installation's own key, and kept nowhere. The secret is one
for each account and device: whoever signs in again on the same device reads what they left there,
and nobody else does.
"""

from base64 import urlsafe_b64encode
from uuid import UUID

from django.utils.crypto import salted_hmac

OWNER = "guildhall.web.offline-owner"
SECRET = "guildhall.web.offline-secret"  # noqa: S105 the name of a purpose


def owner_mark(account_id: int) -> str:
    """What stands on a device for an account; it tells nothing about it."""
    return _made_of(OWNER, str(account_id))[:22]


def device_secret(account_id: int, device: UUID) -> str:
    """The secret of an account on one device; handed out to a session of that account only."""
    return _made_of(SECRET, f"{account_id}:{device.hex}")


def _made_of(purpose: str, name: str) -> str:
    digest = salted_hmac(purpose, name, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
