"""`make screenshots`: the main pages of a fresh demo, at 1280 and 390 px, light and dark.

They go to docs/screenshots/ as small files, so that a change of the look shows in a review.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
PORT = int(os.environ.get("PORT", "8799"))
BASE = f"http://localhost:{PORT}"
TALLEST = 2400  # px; what follows below repeats what is above
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
# name: (who looks, where: an address, or texts of links to follow from one)
PAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "sign-in": ("", "/account/login/", ()),
    "today": ("Maren Okafor", "/", ()),
    "programs": ("Maren Okafor", "/programs/", ()),
    "program": ("Maren Okafor", "/programs/", ("New graduate mentoring",)),
    "screening": ("Maren Okafor", "/", ("Review",)),
    "studio": ("Ingrid Bauer", "/", ("Open studio",)),
    "people": ("Maren Okafor", "/people/", ()),
    "relationship": ("Noor Haddad", "/relationships/", ("Gwen Castellan",)),
    "agreement": ("Noor Haddad", "/relationships/", ("Gwen Castellan", "Open")),
    "circle": ("Noor Haddad", "/circles/", ("Leading without a title",)),
    "ripple": ("Gwen Castellan", "/ripple/", ()),
    "passport": ("Jonas Weber", "/", ("My passport",)),
    "to-watch": ("Helen Sato", "/preceptees/", ()),
    "board": ("Maren Okafor", "/board/", ()),
    "preceptors": ("Maren Okafor", "/preceptors/", ()),
    "standards": ("Maren Okafor", "/programs/", ("Nurse preceptorship", "Standards")),
    "guides": ("Noor Haddad", "/guides/", ()),
    "stories": ("Noor Haddad", "/stories/", ()),
    "today-learner": ("Noor Haddad", "/", ()),
    "inbox": ("Noor Haddad", "/inbox/", ()),
    "profile": ("Gwen Castellan", "/profile/", ()),
    "offers": ("Lucía Ferrer", "/offers/", ()),
}


def main() -> int:
    """Build, serve, look, stop."""
    names = sys.argv[1:] or list(PAGES)
    TARGET.mkdir(parents=True, exist_ok=True)
    with _demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for theme in ("light", "dark"):
            for size, viewport in SIZES.items():
                _take(browser, names, theme=theme, size=size, viewport=viewport)
        browser.close()
    return 0


def _take(browser: Browser, names: list[str], *, theme: str, size: str, viewport: dict) -> None:
    """Each signs in once, and shows all pages that are theirs."""
    opened: dict[str, Page] = {}
    for name in names:
        who, start, links = PAGES[name]
        if who not in opened:
            opened[who] = _signed_in(browser, who, theme=theme, viewport=viewport)
        page = opened[who]
        page.set_viewport_size(viewport)
        page.goto(f"{BASE}{start}")
        for link in links:
            _follow(page, link)
        page.wait_for_load_state("networkidle")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": viewport["width"], "height": height})
        path = TARGET / f"{name}-{size}-{theme}.jpg"
        page.screenshot(path=path, type="jpeg", quality=60)
        print(path.relative_to(ROOT), flush=True)
    for page in opened.values():
        page.context.close()


def _signed_in(browser: Browser, who: str, *, theme: str, viewport: dict) -> Page:
    context = browser.new_context(viewport=viewport, color_scheme=theme)
    context.add_cookies([{"name": "theme", "value": theme, "url": BASE}])
    page = context.new_page()
    if who:
        page.goto(f"{BASE}/demo/")
        page.get_by_role("button", name=who).click()
        page.wait_for_load_state()
    return page


def _follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link).first.click()
    page.wait_for_load_state()


@contextmanager
def _demo() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="guildhall-pictures-") as home:
        guildhall = str(Path(sys.executable).parent / "guildhall")
        server = subprocess.Popen(
            [guildhall, "demo", "--port", str(PORT)], env={**os.environ, "GUILDHALL_HOME": home}
        )
        try:
            _wait(server)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("The demo ended before it was ready.")
        try:
            with urllib.request.urlopen(f"{BASE}/help/", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The demo was not ready after five minutes.")


def _chromium() -> str:
    named = os.environ.get("GUILDHALL_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("No Chromium was found; install it, or name it in GUILDHALL_CHROMIUM.")
    return found


if __name__ == "__main__":
    sys.exit(main())
