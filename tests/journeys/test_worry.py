"""A worry is reported on a phone, handled at a desk, and all of it by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from guildhall.safety.models import Worry
from tests.journeys.hands import Hands
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.safety.conftest import officer


@pytest.fixture
def pair(world):
    cohort = cohort_of(mentoring(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)


@pytest.fixture
def sara(world):
    return officer(world.alder, "Sara Nyberg")


def test_on_a_phone_and_at_a_desk(walk, world, pair, sara):
    phone = walk(world.noor.account, size="phone", path=f"/relationships/{pair.pk}/")
    phone.get_by_role("link", name="Report a worry").click()
    phone.get_by_label("I do not feel safe").check()
    wide = phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    phone.get_by_role("button", name="Report it").click()
    expect(phone.get_by_text("It is received, and contact rests.")).to_be_visible()

    partner = walk(world.gwen.account, path=f"/relationships/{pair.pk}/")
    expect(partner.get_by_text("This pair is paused for now.")).to_be_visible()
    partner.goto(partner.url + "messages/")
    expect(partner.get_by_text("Messages rest for now.")).to_be_visible()

    desk = walk(sara.account)
    desk.get_by_role("link", name="Look today").click()
    desk.get_by_role("button", name="I have seen it").click()
    desk.get_by_label("An answer, for whoever reported it").check()
    desk.get_by_label("Text", exact=True).fill("I call you at three.")
    desk.get_by_role("button", name="Save").click()
    phone.reload()
    expect(phone.get_by_text("I call you at three.")).to_be_visible()
    desk.get_by_role("button", name="End the pair").click()
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.get_by_text("Nothing more is to be done here.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("This is closed.").first).to_be_visible()


def test_by_keyboard_alone(walk, world, pair, sara):
    page = walk(world.noor.account, path=f"/relationships/{pair.pk}/")
    keys = Hands(page)
    keys.push(page.get_by_role("link", name="Report a worry"))
    keys.to(page.get_by_label("I do not feel safe"))
    keys.press("Space")
    keys.write(page.get_by_label("In your words"), "Please call me.")
    keys.push(page.get_by_role("button", name="Report it"))
    expect(page.get_by_text("It is received, and contact rests.")).to_be_visible()
    keys.done()
    desk = walk(sara.account, path=f"/worries/{Worry.objects.get().code}/")
    keys = Hands(desk)
    keys.push(desk.get_by_role("button", name="I have seen it"))
    expect(desk.get_by_text("Note what you do, answer, then close it.")).to_be_visible()
    keys.push(desk.get_by_role("button", name="Lift the rest"))
    keys.push(desk.get_by_role("button", name=re.compile("^Close$")))
    expect(desk.get_by_text("Nothing more is to be done here.")).to_be_visible()
    keys.done()
