"""The small words of `words.toml` that decide how headings and cells are understood."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_CONTENT = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))

YES_WORDS: frozenset[str] = frozenset(_CONTENT["yes"])
NO_WORDS: frozenset[str] = frozenset(_CONTENT["no"])
NOISE_WORDS: frozenset[str] = frozenset(_CONTENT["noise"])
OTHER_WORDS: frozenset[str] = frozenset(_CONTENT["others"])
US_SPELLING: dict[str, str] = _CONTENT["us_spelling"]
