"""When the board says that somebody is needed; the numbers are in data/board.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

FILE = Path(__file__).parent / "data" / "board.toml"


@dataclass(frozen=True)
class BoardLimits:
    """`unseen`: so long without an observation; `slack`: percent behind an even pace."""

    unseen: timedelta
    slack: int


def _read() -> BoardLimits:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return BoardLimits(timedelta(days=data["seen"]["days"]), data["pace"]["slack"])


BOARD = _read()
