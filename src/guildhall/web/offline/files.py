"""The files of the page that opens without network, and their version."""

import hashlib
from functools import cache

from django.templatetags.static import static

from guildhall.assessment.offline_limits import LIMITS
from guildhall.web.templatetags.hall_files import STATIC, css_files, js_files

# In this order: each part builds on those before it.
PARTS = ("store", "seal", "queue", "contact")
ROOM = ("draw", "entry", "waiting", "room")
WORKER = "js/offline/worker.js"
FONTS = ("inter-latin", "inter-latin-ext", "source-serif-4-latin", "source-serif-4-latin-ext")
TEMPLATES = STATIC.parent / "templates"
# What the page is drawn from, beside its own folder.
DRAWN = ("shell/head.html", "shell/offline_bar.html")


def part_urls() -> list[str]:
    """The parts that pages and the worker share."""
    return [static(name) for name in _paths(PARTS)]


def room_urls() -> list[str]:
    """The behaviors of the page itself."""
    return [static(name) for name in _paths(ROOM)]


def hours() -> int:
    """How long something may wait on a device."""
    return int(LIMITS.waits.total_seconds() // 3600)


def shell_files() -> list[str]:
    """Every file that the page needs."""
    fonts = [f"vendor/{name}.woff2" for name in FONTS]
    parts = _paths(PARTS + ROOM)
    return [*css_files(), *js_files(), *parts, *fonts, "vendor/icons.svg", "favicon.svg"]


@cache
def version() -> str:
    """Another one whenever a file of the page, or the page itself, is another one."""
    digest = hashlib.sha256()
    for name in [*shell_files(), WORKER]:
        digest.update(static(name).encode())
        digest.update((STATIC / name).read_bytes())
    drawn = [*sorted((TEMPLATES / "offline").glob("*.html")), *(TEMPLATES / n for n in DRAWN)]
    for template in drawn:
        digest.update(template.read_bytes())
    return digest.hexdigest()[:16]


def _paths(names: tuple[str, ...]) -> list[str]:
    return [f"js/offline/{name}.js" for name in names]
