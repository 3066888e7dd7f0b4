"""Rooms that stand on pairs join in when one ends, rests, goes on after a rest, or gets another
last day; relationships knows none of them."""

from collections.abc import Callable
from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship

# handler(relationship, by, at): runs in the transaction of the end, with the row locked.
Handler = Callable[[Relationship, Actor, datetime], None]
ENDINGS: list[Handler] = []
RESTS: list[Handler] = []
WAKINGS: list[Handler] = []
NEW_ENDS: list[Handler] = []


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


def on_waking(handler: Handler) -> Handler:
    """Call it when a pair goes on after a pause, in the same transaction."""
    if handler not in WAKINGS:
        WAKINGS.append(handler)
    return handler


def on_new_end(handler: Handler) -> Handler:
    """Call it when a pair gets a later last day, in the same transaction."""
    if handler not in NEW_ENDS:
        NEW_ENDS.append(handler)
    return handler


def tell_end(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """It has ended: everybody who joined in does their part."""
    for handler in ENDINGS:
        handler(relationship, by, at)


def tell_rest(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """It rests."""
    for handler in RESTS:
        handler(relationship, by, at)


def tell_waking(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """It goes on after a pause."""
    for handler in WAKINGS:
        handler(relationship, by, at)


def tell_new_end(relationship: Relationship, *, by: Actor, at: datetime) -> None:
    """Its last day is a later one."""
    for handler in NEW_ENDS:
        handler(relationship, by, at)
