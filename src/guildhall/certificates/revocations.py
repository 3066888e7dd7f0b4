"""Rooms above join in when a certificate is revoked; certificates knows none of them."""

from collections.abc import Callable
from datetime import datetime

from guildhall.certificates.models import Certificate
from guildhall.permissions.actor import Actor

# handler(certificate, by, at): runs in the transaction of the revocation.
Handler = Callable[[Certificate, Actor, datetime], None]
REVOCATIONS: list[Handler] = []


def on_revoke(handler: Handler) -> Handler:
    """Call it when a certificate is revoked, in the same transaction."""
    if handler not in REVOCATIONS:
        REVOCATIONS.append(handler)
    return handler


def tell_revoked(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """It holds no more: everybody who joined in does their part."""
    for handler in REVOCATIONS:
        handler(certificate, by, at)
