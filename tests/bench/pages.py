"""Lists over 100,000 people and 20,000 pairs, beside an empty signed-in page of the same server."""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping

PEOPLE, PAIRS = 100_000, 20_000
# Pages take turns, so that a machine that is busy for a while slows all of them alike.
CLIENTS, ROUNDS, SECONDS = 4, 5, 2
PORT = int(os.environ.get("BENCH_PORT", "8798"))
PAGES = {
    "empty signed-in page": "/privacy/",
    "people": "/people/",
    "people, a name searched": "/people/?q=Person+777",
    "pairs": "/relationships/",
    "enrollments of a cohort": "/cohorts/1/",
    "Today": "/",
}


def run() -> None:
    """Lists over a hundred thousand people."""
    measure(PAGES, f"{PEOPLE:,} people, {PAIRS:,} pairs", _crowd)


def _crowd() -> str:
    from tests.bench.crowd import build_crowd

    return build_crowd(people=PEOPLE, pairs=PAIRS)


def measure(pages: Mapping[str, str], title: str, build: Callable[[], str]) -> None:
    """Builds the data, serves it with gunicorn, and asks for each page from four clients. `build`
    returns the session key of whoever asks."""
    with tempfile.TemporaryDirectory(prefix="guildhall-bench-") as home:
        os.environ |= {
            "GUILDHALL_HOME": home,
            "GUILDHALL_DATABASE_URL": f"sqlite:///{home}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "guildhall.config.settings",
            "GUILDHALL_BASE_URL": f"http://localhost:{PORT}",
        }
        cookie = _prepare(build)
        server = subprocess.Popen(
            [sys.executable, "-m", "guildhall.jobs.cli", "serve", "--port", str(PORT)]
        )
        try:
            _wait()
            _report(cookie, pages, title)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _prepare(build: Callable[[], str]) -> str:
    import django

    django.setup()
    from django.core.management import call_command

    from guildhall.jobs.booting import lay_tables

    lay_tables()
    call_command("collectstatic", interactive=False, verbosity=0)
    return build()


def _wait() -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("localhost", PORT, timeout=2)
            connection.request("GET", "/help/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _report(cookie: str, pages: Mapping[str, str], title: str) -> None:
    print(f"{title}, SQLite, one process of 4 threads, 4 clients\n")
    print("| page | requests a second | of the empty page | p50 ms | p95 ms |")
    print("|---|---|---|---|---|")
    for path in pages.values():
        _ask(path, cookie, seconds=0.5)  # templates are loaded before counting
    answers: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            answers[name] += _ask(path, cookie, seconds=SECONDS)
    base = 0.0
    for name, times in answers.items():
        rate = len(times) / (ROUNDS * SECONDS)
        base = base or rate
        p95 = statistics.quantiles(times, n=20)[-1] * 1000
        p50 = statistics.median(times) * 1000
        print(f"| {name} | {rate:.0f} | {rate / base:.2f} | {p50:.0f} | {p95:.0f} |", flush=True)


def _ask(path: str, cookie: str, *, seconds: float) -> list[float]:
    """Seconds of each answer; ends the run where a page does not answer 200."""
    times: list[float] = []
    wrong: list[int] = []
    headers = {"Cookie": f"sessionid={cookie}"}

    def client(until: float) -> None:
        connection = http.client.HTTPConnection("localhost", PORT, timeout=60)
        while time.perf_counter() < until and not wrong:
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status != 200:
                wrong.append(answer.status)

    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=client, args=(until,)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{path} answered {wrong[0]}")
    return times
