"""The demo's data files, read once."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def data(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module."""
    return tomllib.loads((files("guildhall.demo") / "data" / name).read_text(encoding="utf-8"))
