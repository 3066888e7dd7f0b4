"""How long something may wait on a device without network; the numbers are in data/offline.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

FILE = Path(__file__).parent / "data" / "offline.toml"


@dataclass(frozen=True)
class OfflineLimits:
    """The numbers, with their units."""

    waits: timedelta
    margin: timedelta
    items: int


def _read() -> OfflineLimits:
    device = tomllib.loads(FILE.read_text(encoding="utf-8"))["device"]
    return OfflineLimits(
        waits=timedelta(hours=device["hours"]),
        margin=timedelta(minutes=device["margin_minutes"]),
        items=device["items"],
    )


LIMITS = _read()
