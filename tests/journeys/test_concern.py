"""On a phone: a concern from raised to resolved, and a decision that would have come too soon."""

import pytest
from playwright.sync_api import expect

from tests.concerns.ground import placement, reviewed
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair

WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def pair(world):
    cohort = cohort_of(preceptorship(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


def test_from_raised_to_resolved(walk, world, pair, time_passes):
    gwen = walk(world.gwen.account, size="phone", path=f"/relationships/{pair.pk}/")
    gwen.get_by_role("link", name="Raise a concern about practice").click()
    gwen.get_by_label("What did you see?").fill("Two doses without the second check")
    assert not gwen.evaluate(WIDE)
    gwen.get_by_role("button", name="Write it down").click()
    expect(gwen.get_by_text("Tell Noor, and share what you wrote.")).to_be_visible()

    noor = walk(world.noor.account, size="phone")
    expect(noor.get_by_text("Something to read about your practice")).to_have_count(0)
    gwen.get_by_role("button", name="We talked; share it").click()
    expect(gwen.get_by_text("Make a plan together with Noor.")).to_be_visible()

    noor.reload()
    noor.get_by_role("link", name="Read it").first.click()
    expect(noor.get_by_text("Two doses without the second check")).to_be_visible()
    expect(noor.get_by_text("Nothing comes as a surprise")).to_be_visible()
    assert not noor.evaluate(WIDE)
    noor.get_by_role("button", name="I have read it").click()
    expect(noor.get_by_text("made with you.")).to_be_visible()

    gwen.get_by_role("link", name="Make the plan").click()
    gwen.get_by_label("What will be good enough?").fill("Ten rounds in a row")
    first = gwen.get_by_role("group", name="Step 1")
    first.get_by_role("textbox", name="What").fill("Say the check aloud")
    assert not gwen.evaluate(WIDE)
    gwen.get_by_role("button", name="Save the plan").click()
    expect(gwen.get_by_text("Review the plan with Noor.")).to_be_visible()

    time_passes.move(days=12)
    gwen.reload()
    gwen.get_by_role("link", name="Write the review").click()
    gwen.get_by_label("Met", exact=True).check()
    gwen.get_by_label("What did you see since?").fill("Ten of ten, and calm")
    gwen.get_by_role("button", name="Save the review").click()
    gwen.get_by_role("link", name="Settle it").click()
    gwen.get_by_role("button", name="Resolved").click()
    expect(gwen.get_by_text("It is resolved. Nothing hangs on it any more.")).to_be_visible()
    noor.reload()
    expect(noor.get_by_text("It is resolved. Nothing hangs on it any more.")).to_be_visible()


def test_on_day_27_the_page_says_what_is_missing(walk, world, time_passes):
    row = placement(world)
    reviewed(row, world, at=time_passes.at)
    time_passes.move(days=27)
    maren = walk(world.maren.account, size="phone", path=f"/relationships/{row.pk}/")
    maren.get_by_role("link", name="Final decision").click()
    expect(maren.get_by_text("The concern was shared 27 days ago; the earliest")).to_be_visible()
    expect(maren.get_by_label("Failed")).to_be_disabled()
    assert not maren.evaluate(WIDE)
    time_passes.move(days=1)
    maren.reload()
    maren.get_by_label("Failed").check()
    maren.get_by_label("Why, for the learner").fill("The rounds were not safe")
    maren.get_by_role("button", name="Decide").click()
    expect(maren.get_by_role("heading", name="Failed")).to_be_visible()
    noor = walk(world.noor.account, size="phone", path=f"/relationships/{row.pk}/decision/")
    noor.get_by_role("link", name="Appeal").click()
    noor.get_by_label("Why should it be looked at again?").fill("Nights were short")
    noor.get_by_role("button", name="Appeal").click()
    expect(noor.get_by_text("Nights were short")).to_be_visible()
