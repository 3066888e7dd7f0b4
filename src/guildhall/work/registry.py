"""Which function does which kind of job. Rooms register theirs in `tasks.py`."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """Tells how far the work is, and keeps the lease alive. Call it at least every minute."""

    def __call__(self, done: int, total: int, note: str = "") -> None: ...


Payload = Mapping[str, Any]
Handler = Callable[[Payload, Progress], dict[str, Any] | None]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register a function for a kind of job. It must be safe to run again from the start."""

    def register(function: Handler) -> Handler:
        if kind in HANDLERS and HANDLERS[kind] is not function:
            raise ValueError(f"Two handlers for jobs of kind {kind}.")
        HANDLERS[kind] = function
        return function

    return register
