"""`guildhall demo`: build the demo where there is none, serve it, and say how to sign in.

The demo keeps to itself: its own folder, its own SQLite database, this machine only, no mail.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from guildhall.jobs.booting import is_empty, lay_tables, prepare, start, static_on_the_side


def run(argv: Sequence[str]) -> int:
    """Serve until interrupted. `--fresh` builds it anew; `--only-build` does not serve."""
    parser = argparse.ArgumentParser(prog="guildhall demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="forget the old demo first")
    parser.add_argument("--only-build", action="store_true", help="build it and stop")
    options = parser.parse_args(argv)
    home = Path(os.environ.get("GUILDHALL_HOME", "var")).resolve() / "demo"
    home.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        for old in home.glob("demo.sqlite3*"):
            old.unlink()
    _settle_environment(home, options.port)
    start()
    _build(home)
    return 0 if options.only_build else _serve(options.port)


def _settle_environment(home: Path, port: int) -> None:
    """Whatever is set outside, the demo uses its own database and sends nothing."""
    for name in list(os.environ):
        if name.startswith("GUILDHALL_") and not name.startswith("GUILDHALL_LOG"):
            del os.environ[name]
    os.environ |= {
        "GUILDHALL_HOME": str(home),
        "GUILDHALL_DATABASE_URL": f"sqlite:///{home / 'demo.sqlite3'}",
        "GUILDHALL_BASE_URL": f"http://localhost:{port}",
        "GUILDHALL_MAIL_URL": "dummymail://",
    }


def _build(home: Path) -> None:
    """Tables and static files every time; people only once."""
    from guildhall.accounts.demo_mark import is_demo  # app ready
    from guildhall.demo.build import build_demo  # app ready

    if not is_empty():
        print("Opening the demo …", flush=True)
        prepare()
        if is_demo():
            return
    try:
        with static_on_the_side():
            if is_empty():
                print("Preparing the database …", flush=True)
                lay_tables()
            build_demo(say=lambda words: print(f"  {words}", flush=True))
    except BaseException:
        # A demo that was built half way would be a riddle; the next start begins anew.
        for part in home.glob("demo.sqlite3*"):
            part.unlink()
        raise


def _serve(port: int) -> int:
    """Web server, worker and scheduler as children; all end together."""
    guildhall = [sys.executable, "-m", "guildhall.jobs.cli"]
    children = [
        subprocess.Popen([*guildhall, "worker"]),
        subprocess.Popen([*guildhall, "scheduler"]),
        subprocess.Popen([*guildhall, "serve", "--host", "localhost", "--port", str(port)]),
    ]

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    print(_welcome(port), flush=True)
    try:
        return children[-1].wait()
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()


def _welcome(port: int) -> str:
    from guildhall.accounts.models import DemoMark  # app ready

    doors = DemoMark.objects.get().doors
    lines = [f"  {door['name']:<22} {door['role']}" for door in doors]
    return "\n".join(
        [
            "",
            f"Guildhall is open:  http://localhost:{port}/demo/",
            "One click there signs you in as any of these:",
            "",
            *lines,
            "",
            "No mail leaves this machine. Ctrl+C closes the hall.",
        ]
    )
