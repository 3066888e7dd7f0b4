"""Writes the reference pages that come from the code: permissions and events."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.config.settings")


def main() -> None:
    """Write both pages; `make check` fails where they have fallen behind."""
    django.setup()
    package = importlib.import_module("guildhall")
    for module in pkgutil.walk_packages(package.__path__, "guildhall."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    accesses = importlib.import_module("guildhall.permissions.access").DECLARED
    kinds = importlib.import_module("guildhall.audit.kinds").KINDS
    _write(
        "permissions.md",
        "# Permissions\n\nWhoever lacks what makes a row visible gets the answer of a missing id.",
        ("access", "who"),
        [(name, accesses[name].sentence) for name in sorted(accesses)],
    )
    _write(
        "events.md",
        "# Events\n\nEvents hold ids only and are sealed into a chain; see `guildhall check`.",
        ("event", "what happened"),
        [(kind, kinds[kind]) for kind in sorted(kinds)],
    )


def _write(name: str, head: str, columns: tuple[str, str], rows: list[tuple[str, str]]) -> None:
    table = [f"| {columns[0]} | {columns[1]} |", "|---|---|"]
    table += [f"| `{key}` | {sentence} |" for key, sentence in rows]
    (REFERENCE / name).write_text("\n".join([head, "", *table, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
