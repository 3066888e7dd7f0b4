"""Every error that people may meet, in one small tree. Each message says what to do next.

GuildhallError
├── NotVisible      the object is not there for this actor (404, same words as a missing id)
├── NotAllowed      it is there, and the actor may not do this (403)
├── WrongState      the step does not fit the present state (409)
│   └── NoRoomLeft  a guide has no free place
├── LeaseLost       another worker has taken the job over
└── InvalidInput    the values given cannot be used (422); carries problems by field
"""

from collections.abc import Mapping


class GuildhallError(Exception):
    """Base of the tree. `message` is fit to be shown."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotVisible(GuildhallError):
    """There is nothing here for this actor."""

    status = 404

    def __init__(self, message: str = "There is nothing here for you.") -> None:
        super().__init__(message)


class NotAllowed(GuildhallError):
    """The actor sees it, and may not do this to it."""

    status = 403


class WrongState(GuildhallError):
    """The step does not fit the present state."""

    status = 409


class NoRoomLeft(WrongState):
    """A guide has no free place."""


class LeaseLost(GuildhallError):
    """Another worker has taken the job over; whatever this one holds must not be written."""

    status = 409


class InvalidInput(GuildhallError):
    """The values given cannot be used. `problems` maps a field to its sentence."""

    status = 422

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems: dict[str, str] = dict(problems or {})
