"""`make test`: the whole suite, on SQLite, in browsers where there is one, and on PostgreSQL.

What cannot run here is said loudly at the end, never left out in silence.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
NO_DATABASE = ("engine", "architecture")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The mark of journeys in a browser.
BROWSER = "browser"


def main() -> int:
    """Run each part; the exit code is that of the first that failed."""
    left_out: list[str] = []
    parts = [("SQLite", {}, ["-m", "not browser and not postgres", "-n", "2"])]
    if any(shutil.which(name) for name in BROWSERS) or os.environ.get("GUILDHALL_CHROMIUM"):
        parts.append(("in a browser", {}, ["-m", BROWSER, "-n", "2"]))
    else:
        left_out.append(
            "browser journeys: no Chromium was found (install it, or GUILDHALL_CHROMIUM)"
        )
    server = os.environ.get("GUILDHALL_TEST_POSTGRES", "")
    if server:
        address = urlsplit(server)._replace(path="/guildhall").geturl()
        parts.append(
            (
                "PostgreSQL",
                {"GUILDHALL_DATABASE_URL": address},
                [
                    *("-m", "not browser", "-n", "2", "--migrations"),
                    *(f"--ignore=tests/{d}" for d in NO_DATABASE),
                ],
            )
        )
    else:
        left_out.append("PostgreSQL: GUILDHALL_TEST_POSTGRES names no server")
    code = 0
    for name, environment, arguments in parts:
        code = code or _run(name, environment, arguments)
    for words in left_out:
        print(f"\n!!! NOT RUN: {words}", flush=True)
    return code


def _run(name: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"\n=== {name} ===", flush=True)
    began = time.monotonic()
    code = _pytest(environment, arguments)
    if code == 1 and BROWSER in arguments:
        # A browser may be late on a busy machine; whoever fails twice, alone, has failed.
        print("\n!!! Walking once more, one at a time, what failed", flush=True)
        code = _pytest(environment, [*arguments, "-n", "0", "--last-failed"])
    print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return code


def _pytest(environment: dict[str, str], arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="guildhall-test-") as home:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *arguments],
            cwd=ROOT,
            env={**os.environ, "GUILDHALL_HOME": home, **environment},
            check=False,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
