"""Rooms that stand on roles join in when one is given or ends; the directory knows none of them."""

from collections.abc import Callable
from datetime import datetime

from guildhall.directory.models import RoleGrant
from guildhall.permissions.actor import Actor

# handler(grant, by, at): runs in the transaction of the change.
Handler = Callable[[RoleGrant, Actor, datetime], None]
GIVEN: list[Handler] = []
ENDED: list[Handler] = []


def on_role_given(handler: Handler) -> Handler:
    """Call it when somebody is given a role, in the same transaction."""
    if handler not in GIVEN:
        GIVEN.append(handler)
    return handler


def on_role_ended(handler: Handler) -> Handler:
    """Call it when a role ends, also with a membership, in the same transaction."""
    if handler not in ENDED:
        ENDED.append(handler)
    return handler


def tell_given(grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    """Somebody holds a role from now on: everybody who joined in does their part."""
    for handler in GIVEN:
        handler(grant, by, at)


def tell_ended(grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    """A role has ended."""
    for handler in ENDED:
        handler(grant, by, at)
