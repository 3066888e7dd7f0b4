"""A pair says what it expects and signs what it agrees: one on a phone without scripts, one by
keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from guildhall.agreements.models import AgreementVersion, ExpectationSheet, Settlement
from guildhall.agreements.topics import topics
from guildhall.core import clock
from guildhall.relationships.models import Relationship
from tests.agreements.factories import GWENS, NOORS, begun_pair
from tests.journeys.test_accessibility import DESKTOP, PHONE, complaints_of


@pytest.fixture
def row(world) -> Relationship:
    return begun_pair(world, at=clock.now())


def chosen(own: dict[str, str]) -> dict[str, str]:
    usual = {topic.key: topic.usual or "hints" for topic in topics()}
    return {**usual, **own}


def reach(page: Page, target: str, *, most: int = 80) -> None:
    """Tab until the element that the selector names has the focus."""
    for _step in range(most):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def answer_by_keyboard(page: Page, topic: str, option: str) -> None:
    """Tab to the question, then arrow down to the answer."""
    reach(page, f'[name="answer-{topic}"]')
    page.keyboard.press("Space")
    for _step in range(5):
        if page.evaluate("() => document.activeElement.value") == option:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{option} is no answer to {topic}")


def test_from_fourteen_taps_to_two_signatures(walk, world, row):
    home = f"/relationships/{row.pk}/"
    phone = walk(world.noor.account, size="phone", path=f"{home}expectations/", scripts=False)
    for topic, option in chosen(NOORS).items():
        phone.locator(f'label:has([name="answer-{topic}"][value="{option}"])').click()
    phone.get_by_role("button", name="I am done").click()
    expect(phone.get_by_role("heading", name="Waiting for Gwen.")).to_be_visible()

    desk = walk(world.gwen.account, path=f"{home}expectations/")
    for topic, option in chosen(GWENS).items():
        answer_by_keyboard(desk, topic, option)
    reach(desk, "button[value=done]")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Where you agree")).to_be_visible()
    assert [len(sheet.chosen) for sheet in ExpectationSheet.objects.all()] == [14, 14]

    reach(desk, "#replies button[value=middle]")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("You agree on: By the next workday")).to_be_visible()
    assert Settlement.objects.get().settled_by == world.gwen

    reach(desk, f'a[href="{home}agreement/draft/"]')
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="What you agree", exact=True)).to_be_visible()
    reach(desk, "button[form=agreement]")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("not signed by everybody yet")).to_be_visible()

    phone.goto(phone.url.replace("expectations/", ""))
    phone.get_by_role("link", name="Read and sign").click()
    expect(phone.get_by_text("By the next workday")).to_be_visible()
    phone.locator(".next-step").get_by_role("button", name="Sign").click()
    expect(phone.get_by_text("signed by everybody on")).to_be_visible()
    assert AgreementVersion.objects.get().in_force_at is not None
    desk.goto(desk.url.replace("agreement/", ""))
    expect(desk.get_by_role("heading", name="What you agreed")).to_be_visible()
    expect(desk.get_by_text("Agreement signed by both")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "theme", "other"), [(DESKTOP, "light", "dark"), (PHONE, "dark", "light")]
)
def test_the_questions_are_for_everybody(walk, world, row, width, theme, other):
    page = walk(world.noor.account, path=f"/relationships/{row.pk}/expectations/")
    assert complaints_of(page, page.url, width=width, theme=theme, other=other) == []
