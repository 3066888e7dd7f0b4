"""Rooms that stand on pairs join in when one ends or rests; relationships knows none of them."""

from collections.abc import Callable
from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship

# handler(relationship, by, at): runs in the transaction of the end, with the row locked.
Handler = Callable[[Relationship, Actor, datetime], None]
ENDINGS: list[Handler] = []
RESTS: list[Handler] = []


def on_end(handler: Handler) -> Handler:
    """Call it when a pair ends, in the same transaction."""
    if handler not in ENDINGS:
        ENDINGS.append(handler)
    return handler


def on_rest(handler: Handler) -> Handler:
    """Call it when a pair is paused, in the same transaction."""
    if handler not in RESTS:
        RESTS.append(handler)
    return handler


def tell_end(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """It has ended: everybody who joined in does their part."""
    for handler in ENDINGS:
        handler(relationship, by, at)


def tell_rest(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """It rests."""
    for handler in RESTS:
        handler(relationship, by, at)
