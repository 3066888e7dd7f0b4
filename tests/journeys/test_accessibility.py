"""Every page, for everybody who may open it: axe, both themes, three widths, no stray error.

The pages are those of the doors: a page that is new there is looked at here by itself. Each is
opened wide and as a phone, where it is also looked at at 360 px; at each width axe looks at it in
light and in dark.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from guildhall.programs.models import Program
from tests.architecture.test_doors import _tables as tables
from tests.web.doors import Door
from tests.world import NOW

STAFF = ("maren", "ada")
MEMBERS = ("noor", "gwen")
NOBODY = ("nobody",)
NO_PAGES = {
    "people_export",
    "round_export",
    "import_refused",
    "answer_file",
    "attachment",
    "calendar_file",
    "framework_file",
    "evidence_file",
    "certificate_paper",
    "standards_dossier",
    "attestation_file",
    "passport_copy",
    "meeting_file",
    "join_link_code",
    "sign_off_request_code",
    "ward_card_code",
    "import_progress",
    "offline_ground",
    "offline_worker",
}
FOREIGN = {
    STAFF: ("account_email", "account_set_password", "mfa_index", "usersessions_list"),
    MEMBERS: ("account_email", "mfa_index"),
    NOBODY: ("account_login", "account_request_login_code"),
}
DESKTOP, PHONE, SMALL = 1280, 390, 360
AXE = Axe().axe_script
FACTS = """() => {
  const found = [], wide = document.documentElement.clientWidth, small = 24, large = 44;
  if (document.documentElement.scrollWidth > wide) {
    const out = [...document.querySelectorAll("main *, header *, nav *")].filter(e =>
      e.getBoundingClientRect().right > wide + 1 && e.checkVisibility());
    found.push("wider than the screen: " + out.slice(0, 3).map(e => e.outerHTML.slice(0, 60)));
  }
  const shown = {opacityProperty: true, visibilityProperty: true};
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (e.type === "hidden" || !e.checkVisibility(shown) || e.closest(".visually-hidden, .skip-to"))
      continue;
    const label = ["checkbox", "radio"].includes(e.type) && e.labels[0];
    const box = (label || e).getBoundingClientRect();
    if (!box.width || box.right < 0 || box.bottom < 0) continue;
    const words = [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (e.localName === "a" && getComputedStyle(e).display === "inline" && words) continue;
    const least = e.matches(".button-primary, .button-glow, .bottom-bar a") ? large : small;
    if (box.height < least - 0.5 || box.width < small - 0.5)
      found.push(`${Math.round(box.width)} x ${Math.round(box.height)} px: ` +
        e.outerHTML.slice(0, 90));
  }
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) found.push("ids that are there twice: " + twice);
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(h => h.checkVisibility()).map(h => Number(h.localName[1]));
  if (heads.filter(level => level === 1).length !== 1) found.push("not one h1: " + heads);
  heads.reduce((last, level) => {
    if (level > last + 1) found.push(`a heading ${level} under a heading ${last}`);
    return level;
  }, 0);
  return found;
}"""


@dataclass(frozen=True)
class Stop:
    """A page to look at, as somebody of the cast."""

    name: str
    url: str
    who: str


def stops(scenes: dict[Any, Any], people: tuple[str, ...]) -> list[Stop]:
    """For each page, the first of these people who may open it."""
    found = [
        Stop(name, reverse(name, kwargs=door.arguments(scene)), opened[0])
        for table, scene in scenes.items()
        for name, door in table.DOORS.items()
        if name not in NO_PAGES and (opened := [who for who in people if is_open(door, who)])
    ]
    return found + [Stop(name, reverse(name), people[0]) for name in FOREIGN[people]]


def is_open(door: Door, who: str) -> bool:
    return door.method == "get" and door.expected(who) == 200


def complaints_of(page: Page, url: str, *, width: int, theme: str, other: str) -> list[str]:
    """What axe and the eyes find on a page that was opened with this width, in both themes.

    The other theme only changes colors, so that nothing but their contrast is asked again.
    """
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    answer = page.goto(url)
    if answer is None or not answer.ok:
        return [f"no page: {answer}"]
    page.evaluate(AXE)
    found = [f"{width} {theme}: {fact}" for fact in [*page.evaluate(FACTS), *violations(page)]]
    page.emulate_media(color_scheme=other, reduced_motion="reduce")
    page.reload()
    page.evaluate(AXE)
    found += [f"{width} {other}: {fact}" for fact in violations(page, "color-contrast")]
    if width == PHONE:
        page.set_viewport_size({"width": SMALL, "height": 740})
        found += [f"{SMALL}: {fact}" for fact in page.evaluate(FACTS)]
    return found


def violations(page: Page, *rules: str) -> list[str]:
    return page.evaluate(
        """async rules => {
      const only = rules.length ? {runOnly: rules} : {};
      const {violations} = await axe.run({resultTypes: ["violations"], preload: false, ...only});
      return violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ""}`));
    }""",
        rules,
    )


def sign_in(page: Page, world, who: str, address: str) -> None:
    page.context.clear_cookies()
    if who == "nobody":
        return
    client = Client()
    client.force_login(
        getattr(world, who).account, backend="django.contrib.auth.backends.ModelBackend"
    )
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": address}])


@pytest.fixture
def scenes(world, time_passes) -> dict[Any, Any]:
    """Everything that the doors open on, in one database; no program's name is there twice.

    The house stands at the day of the scenes, so that links and codes are still good.
    """
    time_passes.set(NOW)
    found = {}
    # Who is a pair already is asked no more, so those who find each other come first.
    in_order = sorted(tables(), key=lambda table: not table.__name__.endswith("finding"))
    for table in in_order:
        found[table] = table.scene(world) if hasattr(table, "scene") else world
        area = table.__name__.rpartition("doors_")[2]
        Program.objects.exclude(name__contains=" · ").update(
            name=Concat("name", Value(f" · {area}"))
        )
    return found


@pytest.mark.parametrize("people", [STAFF, MEMBERS, NOBODY], ids=["staff", "members", "nobody"])
def test_every_page_is_for_everybody(browser, live_server, world, scenes, people):
    page = browser.new_page()
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    signed_in = ""
    for stop in sorted(stops(scenes, people), key=lambda stop: stop.who):
        if stop.who != signed_in:
            sign_in(page, world, stop.who, live_server.url)
            signed_in = stop.who
        url = live_server.url + stop.url
        for width, theme, other in ((DESKTOP, "light", "dark"), (PHONE, "dark", "light")):
            facts = complaints_of(page, url, width=width, theme=theme, other=other)
            found += [f"{stop.name} for {stop.who}, {fact}" for fact in facts]
    page.close()
    assert not found, "\n".join(found)
