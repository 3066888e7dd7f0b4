"""Rooms that stand on pairs join in when pairs begin; relationships knows none of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship

# handler(relationships, by, at): runs in the transaction of the beginning. Thousands may begin at
# once, so it takes them all and asks a fixed number of questions.
Handler = Callable[[Sequence[Relationship], Actor, datetime], None]
BEGINNINGS: list[Handler] = []


def on_begin(handler: Handler) -> Handler:
    """Call it when pairs begin, in the same transaction."""
    if handler not in BEGINNINGS:
        BEGINNINGS.append(handler)
    return handler


def tell_begin(relationships: Sequence[Relationship], *, by: Actor, at: datetime) -> None:
    """They have begun: everybody who joined in does their part."""
    for handler in BEGINNINGS:
        handler(relationships, by, at)
