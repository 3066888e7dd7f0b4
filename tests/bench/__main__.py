"""`make bench`: each benchmark beside its peer, in this very run; figures go to docs/benchmarks.md.

`python -m tests.bench matching` runs one of them. Medians of several runs; a bar that is missed is
said, never lowered.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("matching", "import_people", "pages", "board")


def main() -> int:
    """Each part runs in a process of its own, so that peak memory is its own."""
    chosen = sys.argv[1:] or list(PARTS)
    sections = []
    for part in chosen:
        print(f"--- {part}", flush=True)
        done = subprocess.run(
            [sys.executable, "-c", f"from tests.bench.{part} import run; run()"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )
        print(done.stdout + done.stderr[-3000:], flush=True)
        if done.returncode:
            return done.returncode
        sections.append(f"## {part.replace('_', ' ').capitalize()}\n\n{done.stdout.strip()}\n")
    if chosen == list(PARTS):
        _write(sections)
    return 0


def _write(sections: list[str]) -> None:
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    head = (
        "# Benchmarks\n\nWritten by `make bench`. Peers run in the same process order on the same"
        f" machine.\n\n{datetime.now(UTC):%B %Y}, {json.dumps(machine)}\n"
    )
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join([head, *sections]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
