"""What rooms will send later without a row in the outbox yet, as reminders that depend on a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PlannedMessages:
    """`count` messages of one kind that a room means to send at a moment."""

    kind: str
    organization_id: int
    at: datetime
    count: int = 1
    about: str = ""


PlannedSource = Callable[[datetime], Iterable[PlannedMessages]]
SOURCES: list[PlannedSource] = []


def planned_source(function: PlannedSource) -> PlannedSource:
    """Register a function that lists what a room will send until a moment."""
    if function not in SOURCES:
        SOURCES.append(function)
    return function
