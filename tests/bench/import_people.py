"""How long the import of 100,000 people takes, what it needs, and how long others wait for it.

Run alone with `python -m tests.bench.import_people [rows]`; each run has a home and a process of
its own. The wait is measured by a second process that asks for the write lock all the time, as a
person who saves something meanwhile would.
"""

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROWS = 100_000
BARS = {"seconds": 60.0, "peak_mb": 500.0, "longest_wait": 15.0}
HEADINGS = (
    "Staff number,First name,Last name,Work e-mail,Job title,Ward,Site,Line manager,Languages,"
    "Time zone,Skills offered,Skills wanted,Capacity,Career stage,Years of experience,Badge color"
)
SKILLS = ("Python", "Wound care", "Triage", "Mentoring", "Leadership", "Data analysis", "Sepsis")
GIVEN = ("Ana", "Ben", "Chloé", "Dev", "Edda", "Femi", "Gwen", "Hiro", "Inés", "Jonas")
FAMILY = ("Lima", "Okafor", "Müller", "Haddad", "Castellan", "Rahimi", "Weber", "Sato", "Berg")


def run(rows: int = ROWS) -> dict[str, float]:
    """Import, import the same again, import with one column changed; print and return figures."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as home:
        for part in ("new", "same", "changed"):
            found = _in_own_process(home, part, rows)
            print(
                f"import {rows:,} {part:8}"
                f" {found['seconds']:6.1f} s ({found['staging']:.1f} staging,"
                f" {found['applying']:.1f} saving)"
                f" {found['peak_mb']:6.0f} MB  others waited {found['longest_wait']:5.2f} s at most"
            )
            figures.update({f"{part}_{name}": value for name, value in found.items()})
    for name, bar in BARS.items():
        worst = figures[f"new_{name}"]
        print(f"  {name}: {worst:.1f} of {bar:.0f} {'met' if worst <= bar else 'NOT MET'}")
    return figures


def _in_own_process(home: str, part: str, rows: int) -> dict[str, float]:
    environment = {
        **os.environ,
        "GUILDHALL_HOME": home,
        "GUILDHALL_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "guildhall.config.settings",
    }
    output = subprocess.run(
        [sys.executable, "-m", "tests.bench.import_people", part, str(rows)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    figures: dict[str, float] = json.loads(output.splitlines()[-1])
    return figures


def _lines(rows: int, *, title: str) -> Iterator[str]:
    chance = random.Random(7)
    yield HEADINGS
    for number in range(rows):
        boss = f"E{number // 9:06}" if number else ""
        skills = "; ".join(f"{s} {chance.randint(1, 5)}" for s in chance.sample(SKILLS, 3))
        wanted = "; ".join(chance.sample(SKILLS, 2))
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        yield (
            f"E{number:06},{given},{family}{number},p{number}@bench.example,{title},"
            f"Ward {number % 400},Site {number % 400 % 12},{boss},"
            f'"English, Spanish",America/New_York,{skills},{wanted},{number % 4},'
            f"{('early', 'mid', 'senior')[number % 3]},{number % 40},blue{number % 7}"
        )


def _measure(part: str, rows: int) -> dict[str, float]:
    # app ready: Django is set up only in the process that measures
    import django

    django.setup()
    from tests.bench import import_people_steps as steps

    title = "Practice educator" if part == "changed" else "Nurse"
    content = "\n".join(_lines(rows, title=title)).encode()
    organization, actor = steps.prepare(is_first=part == "new")
    with _Waiting(Path(os.environ["GUILDHALL_HOME"]) / "guildhall.sqlite3") as waiting:
        started = time.perf_counter()
        imported = steps.stage(organization, actor, content)
        staged = time.perf_counter()
        steps.save(imported, actor)
        done = time.perf_counter()
    steps.require(part, imported, rows)
    return {
        "seconds": done - started,
        "staging": staged - started,
        "applying": done - staged,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "longest_wait": waiting.longest,
    }


class _Waiting:
    """A second writer: how long it had to wait at most."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.longest = 0.0

    def __enter__(self) -> "_Waiting":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.import_people", "wait", str(self.database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        output, _errors = self._process.communicate("stop\n")
        self.longest = float(output)


def _wait(database: str) -> None:
    import select

    connection = sqlite3.connect(database, timeout=120, isolation_level=None)
    longest = 0.0
    while not select.select([sys.stdin], [], [], 0.02)[0]:
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        longest = max(longest, time.perf_counter() - started)
    print(longest)


if __name__ == "__main__":
    if sys.argv[1:2] == ["wait"]:
        _wait(sys.argv[2])
    elif len(sys.argv) == 3:
        print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))))
    else:
        run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
