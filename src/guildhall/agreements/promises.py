"""What an agreement begins with, beside its terms: the promises of the program, if it makes any.

Rooms above say which; an agreement with promises is the charter of a preceptorship. They are kept
in the version that is signed, so that what was signed stays what it said.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from guildhall.relationships.models import Relationship

# What the promises are called among the terms of a version.
PROMISES = "promises"
# source(relationship, at): the promises of its program, each one sentence.
Source = Callable[[Relationship, datetime], Sequence[str]]
SOURCES: list[Source] = []


def promise_source(source: Source) -> Source:
    """Ask it for the promises of a pair's program."""
    if source not in SOURCES:
        SOURCES.append(source)
    return source


def promises_of(relationship: Relationship, *, at: datetime) -> tuple[str, ...]:
    """What its program promises both of them, as it stands now."""
    return tuple(line for source in SOURCES for line in source(relationship, at))
