"""The only source of time. Tests and the demo move it; everything else is told `at=`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: ContextVar[datetime | None] = ContextVar("guildhall_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today(time_zone: str = "UTC") -> date:
    """The present date where a person is."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def moved_to(at: datetime) -> Iterator[datetime]:
    """Hold the clock at a moment; for tests and for building the demo."""
    if at.tzinfo is None:
        raise ValueError("The clock needs an aware moment.")
    token = _fixed.set(at)
    try:
        yield at
    finally:
        _fixed.reset(token)
