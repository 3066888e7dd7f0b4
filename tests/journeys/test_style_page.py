"""The living style page in a browser: sound for everybody, and its small behaviors."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


@pytest.fixture
def style_sheet(browser, live_server, sign_in):
    """`style_sheet(width)` opens the style page as a coordinator and keeps what went wrong."""

    def open_at(width: int) -> Page:
        session = sign_in("maren").cookies["sessionid"].value
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url}],
        )
        sheet = context.new_page()
        sheet.complaints = []
        sheet.on("console", lambda m: m.type == "error" and sheet.complaints.append(m.text))
        sheet.on("pageerror", lambda error: sheet.complaints.append(str(error)))
        sheet.goto(f"{live_server.url}/style/")
        return sheet

    return open_at


class TestInTheBrowser:
    @pytest.mark.parametrize("width", [1280, 390])
    def test_axe_finds_nothing_and_nothing_overflows(self, style_sheet, width):
        sheet = style_sheet(width)
        found = Axe().run(sheet).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:5]) for v in found] == []
        assert sheet.evaluate("document.documentElement.scrollWidth") <= width
        assert sheet.complaints == []

    def test_slash_searches_and_question_mark_explains(self, style_sheet):
        sheet = style_sheet(1280)
        sheet.keyboard.press("/")
        expect(sheet.locator("#topbar-q")).to_be_focused()
        sheet.locator("h1").click()
        sheet.keyboard.press("?")
        expect(sheet.locator("#shortcuts")).to_be_visible()
        sheet.keyboard.press("Escape")
        expect(sheet.locator("#shortcuts")).to_be_hidden()

    def test_escape_closes_a_menu_and_returns_the_focus(self, style_sheet):
        sheet = style_sheet(1280)
        opener = sheet.locator(".self-menu summary")
        opener.click()
        expect(sheet.locator(".self-menu .menu-list")).to_be_visible()
        sheet.keyboard.press("ArrowDown")
        sheet.keyboard.press("Escape")
        expect(sheet.locator(".self-menu .menu-list")).to_be_hidden()
        expect(opener).to_be_focused()

    def test_the_theme_is_remembered(self, style_sheet):
        sheet = style_sheet(1280)
        sheet.locator(".self-menu summary").click()
        sheet.locator(".self-menu button[value=dark]").click()
        expect(sheet.locator("html")).to_have_attribute("data-theme", "dark")
        sheet.reload()
        expect(sheet.locator("html")).to_have_attribute("data-theme", "dark")
