"""Walking by keyboard alone: Tab to a thing, press a key. Every stop is checked for the eye.

A stop is in order when its focus can be seen (an outline of two pixels or more, on the control or
on what stands for it) and nothing lies over all of it.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 250
STOP = """target => {
  const e = document.activeElement;
  if (!e || [document.body, document.documentElement].includes(e))
    return {what: "", there: false, wrong: ""};
  const what = e.outerHTML.slice(0, 110), wrong = [];
  const stands = [e, e.nextElementSibling, e.closest("label"), ...(e.labels ?? [])].filter(Boolean);
  const is_marked = stands.some(s => {
    const style = getComputedStyle(s), shown = s.checkVisibility({opacityProperty: true});
    return shown && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  if (!is_marked) wrong.push("its focus cannot be seen");
  const is_seen = stands.some(s => {
    const box = s.getBoundingClientRect();
    if (!box.width || !box.height) return false;
    const points = [0.1, 0.5, 0.9].flatMap(x => [0.2, 0.5, 0.8].map(y =>
      [box.left + x * box.width, box.top + y * box.height]));
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && stands.some(one => one.contains(hit) || hit.contains(one));
    });
  });
  if (!is_seen) wrong.push("it lies outside the window or under something");
  if (e.tabIndex > 0) wrong.push("it is out of order");
  return {what, there: e === target, wrong: wrong.join(", ")};
}"""


@dataclass
class Hands:
    """A person at a keyboard, without a mouse."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")

    def to(self, target: Locator, *, by: str = "Tab") -> None:
        """Press Tab until the target has the focus."""
        expect(target).to_be_attached(timeout=30_000)
        handle = target.element_handle()
        if self.page.evaluate("e => e === document.activeElement", handle):
            return
        stops = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press(by)
            stop = self.page.evaluate(STOP, handle)
            if stop["wrong"]:
                self.complaints.append(f"{self.page.url}: {stop['what']}: {stop['wrong']}")
            if stop["there"]:
                return
            stops.append(stop["what"])
        raise AssertionError(
            f"{MOST_STOPS} times {by} never came to {target}:\n" + "\n".join(stops)
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, target: Locator, words: str) -> None:
        """Go to a field and write in it."""
        self.to(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def push(self, target: Locator, key: str = "Enter") -> None:
        """Go to a link or a button, and use it."""
        self.to(target)
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def choose(self, target: Locator, value: str) -> None:
        """Go to a closed list and walk down to a choice; nothing may move away meanwhile."""
        self.to(target)
        for _step in range(MOST_STOPS):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not among the choices of {target}")

    def around(self) -> int:
        """Once around the page, to where it began: nothing holds the focus. Says how many stops."""
        for seen in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP, None)
            if not stop["what"] or (seen and "skip-to" in stop["what"]):
                return seen
            if stop["wrong"]:
                self.complaints.append(f"{self.page.url}: {stop['what']}: {stop['wrong']}")
        raise AssertionError(f"The focus never came around {self.page.url}: {stop['what']}")

    def has_focus(self, target: Locator) -> None:
        expect(target).to_be_focused()

    def done(self) -> None:
        """No stop was wrong."""
        assert not self.complaints, "\n".join(dict.fromkeys(self.complaints))
