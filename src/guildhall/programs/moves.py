"""Rooms above join in when enrollments move on and prerequisites are met; programs knows none."""

from collections.abc import Callable, Sequence
from datetime import datetime

from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment, Prerequisite

# handler(enrollments, state, by, at): runs in the transaction of the move. Thousands may move at
# once, so it takes them all; each has its person and its program with it.
MoveHandler = Callable[[Sequence[Enrollment], str, Actor, datetime], None]
# handler(prerequisite, by, at): runs in the transaction in which it was met or opened again.
PrerequisiteHandler = Callable[[Prerequisite, Actor, datetime], None]
MOVES: list[MoveHandler] = []
PREREQUISITES: list[PrerequisiteHandler] = []


def on_move(handler: MoveHandler) -> MoveHandler:
    """Call it when enrollments have moved to a state, in the same transaction."""
    if handler not in MOVES:
        MOVES.append(handler)
    return handler


def on_prerequisite(handler: PrerequisiteHandler) -> PrerequisiteHandler:
    """Call it when a prerequisite was met or opened again, in the same transaction."""
    if handler not in PREREQUISITES:
        PREREQUISITES.append(handler)
    return handler


def tell_moved(rows: Sequence[Enrollment], state: str, *, by: Actor, at: datetime) -> None:
    """They have moved: everybody who joined in does their part."""
    for handler in MOVES if rows else ():
        handler(rows, state, by, at)


def tell_prerequisite(row: Prerequisite, *, by: Actor, at: datetime) -> None:
    """It was met, or opened again."""
    for handler in PREREQUISITES:
        handler(row, by, at)
