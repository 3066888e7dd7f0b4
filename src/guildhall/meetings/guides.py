"""Conversation guides: what to ask and what to bring, by where a pair stands."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "guides.toml"
PHASES = ("first", "direction", "work", "halfway", "ending")


@dataclass(frozen=True)
class Guide:
    """Suggestions for one conversation: `ask` for the guide, `bring` for the learner."""

    title: str
    text: str
    ask: tuple[str, ...]
    bring: tuple[str, ...]


@cache
def guides() -> dict[str, Guide]:
    """All of them by phase; a file that lacks one fails at start."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    if set(data) != set(PHASES):
        raise ValueError(f"{DATA.name} must have exactly: {', '.join(PHASES)}.")
    return {
        phase: Guide(
            title=entry["title"],
            text=entry["text"],
            ask=tuple(entry["ask"]),
            bring=tuple(entry["bring"]),
        )
        for phase, entry in data.items()
    }


def guide_for(*, held: int, share: float | None, is_closing: bool = False) -> Guide:
    """The one that fits: `held` meetings so far; `share` of the planned time that has passed."""
    if is_closing or (share is not None and share >= 0.85):
        return guides()["ending"]
    if held == 0:
        return guides()["first"]
    if share is None:
        return guides()["direction" if held < 3 else "work"]
    if share < 0.3:
        return guides()["direction"]
    return guides()["halfway" if 0.45 <= share < 0.6 else "work"]
