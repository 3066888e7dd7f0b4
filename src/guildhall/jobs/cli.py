"""The `guildhall` command. Each subcommand is a module with `run(argv)`, loaded only when used.

`match` therefore starts without Django and needs no database.
"""

import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo_command", "a believable organization, ready to sign in as each role"),
    "setup": ("setup_command", "prepare the database, and invite the first administrator"),
    "serve": ("serve_command", "the web server"),
    "worker": ("worker_command", "background work"),
    "scheduler": ("scheduler_command", "timed work"),
    "match": ("match_command", "match two spreadsheets; needs no database"),
    "import": ("import_command", "bring a spreadsheet of people in"),
    "export": ("export_command", "write people or pairs to a spreadsheet"),
    "rotate-keys": ("rotate_keys_command", "seal confidential texts again with the newest key"),
    "check": ("check_command", "verify an installation and its chain of events"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code. Bad input is 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_usage())
        return 0
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        print(f"guildhall: there is no command “{name}”.\n\n{_usage()}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.config.settings")
    module = importlib.import_module(f"guildhall.jobs.{COMMANDS[name][0]}")
    try:
        return int(module.run(rest))
    except KeyboardInterrupt:
        return 130


def _usage() -> str:
    lines = [f"  {name:<12} {words}" for name, (_, words) in COMMANDS.items()]
    return "\n".join(["usage: guildhall COMMAND …", "", *lines, "", "guildhall COMMAND --help"])


if __name__ == "__main__":
    sys.exit(main())
