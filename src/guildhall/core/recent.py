"""Answers kept for a few seconds, in this process alone."""

from datetime import datetime, timedelta
from typing import Generic, TypeVar

from guildhall.core import clock

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key, forgotten after so many seconds; the oldest go when there are too many.

    For figures that cost much to count and may be a moment old; never for what decides anything.
    """

    def __init__(self, *, seconds: float, most: int = 500) -> None:
        self._life = timedelta(seconds=seconds)
        self._most = most
        self._kept: dict[K, tuple[datetime, V]] = {}

    def get(self, key: K) -> V | None:
        """The value, while it is young enough; a clock that was turned back makes all old."""
        found = self._kept.get(key)
        if found is None or not timedelta() <= clock.now() - found[0] < self._life:
            return None
        return found[1]

    def keep(self, key: K, value: V) -> None:
        """Remember a value from now on."""
        self._kept.pop(key, None)
        while len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = (clock.now(), value)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
