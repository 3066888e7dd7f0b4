"""A real Chromium for journeys, and people who walk through the product in it."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from guildhall.core import clock

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
CHROMIUM = os.environ.get("GUILDHALL_CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items) -> None:
    """Everything here is a browser test, and runs on a database that a server can see."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


class MovedClock:
    """The house's clock for every thread at once, the web server's included."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def get(self) -> datetime:
        """The moment at which the house stands."""
        return self.at

    def set(self, at: datetime) -> datetime:
        """Stand at another moment; answers with the one before, for `reset`."""
        before, self.at = self.at, at
        return before

    def reset(self, before: datetime) -> None:
        """Stand where the house stood before."""
        self.at = before

    def move(self, **by: float) -> datetime:
        """Let time pass, as in `days=21`."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def time_passes(monkeypatch) -> MovedClock:
    """Time stands still until the test moves it."""
    held = MovedClock(clock.now())
    monkeypatch.setattr(clock, "_fixed", held)
    return held


@pytest.fixture(scope="session")
def browser():
    """One browser for the session. Playwright runs an event loop in the test's thread."""
    if not CHROMIUM:
        pytest.skip("no Chromium on the path")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def walk(browser: Browser, live_server) -> Callable[..., Page]:
    """`walk(account, size="desktop", path="/")` opens a page signed in as an account.

    With `scripts=False` no script of a page runs.

    A page that loads anything from another host, or logs an error, fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def go(
        account=None,
        *,
        size: str = "desktop",
        path: str = "/",
        theme: str = "light",
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, java_script_enabled=scripts
        )
        contexts.append(context)
        if account is not None:
            client = Client()
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((live_server.url, "data:", "blob:"))
                else complaints.append(f"asked {r.url}")
            ),
        )
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []
