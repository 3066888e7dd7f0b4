"""An informal pair that two people start themselves, one at a desk and one on a phone."""

import pytest
from playwright.sync_api import Page, expect

from guildhall.mentoring.models import GuideRequest
from guildhall.relationships.models import Relationship
from tests.journeys.hands import Hands
from tests.mentoring.finding import give_skills


def fits_the_screen(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize(("guides", "learns"), [("desktop", "phone"), ("phone", "desktop")])
def test_from_an_offer_to_the_page_of_a_pair(walk, live_server, world, guides, learns):
    give_skills(world.gwen, "offered", "Research")
    give_skills(world.noor, "wanted", "Research")
    gwen = walk(world.gwen.account, size=guides)
    gwen.get_by_role("link", name="Mentor somebody").click()
    gwen.get_by_label("What I can help with").fill("Finding your feet in research")
    gwen.get_by_role("button", name="Offer it").click()
    expect(gwen.get_by_text("Your offer is kept.")).to_be_visible()
    assert fits_the_screen(gwen)

    noor = walk(world.noor.account, size=learns)
    noor.get_by_role("link", name="Find a mentor").click()
    expect(noor.get_by_text("Skills wanted meet skills offered")).to_be_visible()
    assert fits_the_screen(noor)
    noor.get_by_role("link", name="Read more about Gwen Castellan").click()
    noor.get_by_label("A personal line").fill("I am where you were.")
    noor.get_by_role("button", name="Ask").click()
    expect(noor.get_by_text("Gwen is asked. You hear back here.")).to_be_visible()
    assert fits_the_screen(noor)

    gwen.goto(live_server.url)
    gwen.get_by_role("link", name="Read and answer").first.click()
    expect(gwen.get_by_text("I am where you were.")).to_be_visible()
    assert fits_the_screen(gwen)
    gwen.get_by_role("button", name="Yes, let us begin").click()
    expect(gwen.get_by_text("You two begin. This is your page.")).to_be_visible()
    assert Relationship.objects.get().state == "active"
    noor.goto(live_server.url + "/relationships/")
    expect(noor.get_by_text("Gwen Castellan").first).to_be_visible()


def test_somebody_one_knows_is_asked_by_keyboard_alone(walk, world):
    page = walk(world.noor.account, path="/requests/new/")
    page.get_by_label("Who is it?").focus()
    page.keyboard.type("Omar Haddad")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Shall we?")
    for _stop in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Omar Haddad is asked. You hear back here.")).to_be_visible()
    row = GuideRequest.objects.get()
    assert (row.guide, row.learner, row.asker) == (world.noor, world.omar, world.noor)


def test_from_an_offer_to_the_page_of_a_pair_by_keyboard_alone(walk, live_server, world):
    give_skills(world.gwen, "offered", "Research")
    give_skills(world.noor, "wanted", "Research")
    gwen = walk(world.gwen.account)
    guides = Hands(gwen)
    guides.push(gwen.get_by_role("link", name="Mentor somebody"))
    guides.write(gwen.get_by_label("What I can help with"), "Finding your feet in research")
    guides.push(gwen.get_by_role("button", name="Offer it"))
    expect(gwen.get_by_text("Your offer is kept.")).to_be_visible()

    noor = walk(world.noor.account)
    learns = Hands(noor)
    learns.push(noor.get_by_role("link", name="Find a mentor"))
    learns.push(noor.get_by_role("link", name="Read more about Gwen Castellan"))
    learns.write(noor.get_by_label("A personal line"), "I am where you were.")
    learns.push(noor.get_by_role("button", name="Ask"))
    expect(noor.get_by_text("Gwen is asked. You hear back here.")).to_be_visible()
    learns.done()

    gwen.goto(live_server.url)
    guides.push(gwen.get_by_role("link", name="Read and answer").first)
    guides.push(gwen.get_by_role("button", name="Yes, let us begin"))
    expect(gwen.get_by_text("You two begin. This is your page.")).to_be_visible()
    guides.done()
    assert Relationship.objects.get().state == "active"
