"""A student's placement: hours logged on a phone, verified by the host, and seen by the university,
which sees nobody else's."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from guildhall.hours.models import TimeEntry
from tests.hours.ground import make_ground, make_shift


def fits(page: Page) -> bool:
    """Whether nothing hangs out at the side."""
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_hours_of_a_placement(walk, world, time_passes):
    # the pairs begin at a fixed moment of the tests; their first Monday lies behind everybody
    ground = make_ground(world)
    time_passes.at = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
    day = time_passes.at.date()
    make_shift(ground.student, world.alder, day - timedelta(days=1), 7, 8)
    ground_entry = f"/relationships/{ground.placement.pk}/hours/"

    student = walk(ground.student.account, size="phone", path=ground_entry)
    student.get_by_role("button", name="Log it").click()
    expect(student.get_by_text("Logged. It counts once it is verified.")).to_be_visible()
    student.get_by_label("Day").fill((day - timedelta(days=2)).isoformat())
    student.get_by_label("Or hours").fill("6.5")
    student.get_by_role("button", name="Log", exact=True).click()
    expect(student.get_by_text("Week of Nov 16: 14.5 h")).to_be_visible()
    assert fits(student)
    student.get_by_role("button", name="Ask for verification").click()
    expect(student.get_by_text("One press in the mail verifies the week.")).to_be_visible()

    gwen = walk(world.gwen.account, size="phone", path="/")
    gwen.get_by_role("link", name="Verify 2 entries of hours").or_(
        gwen.get_by_role("link", name="Have a look")
    ).first.click()
    expect(gwen.get_by_text("Lena Fischer").first).to_be_visible()
    assert fits(gwen)
    gwen.goto(gwen.url.replace("/hours-worked/", ground_entry))
    gwen.get_by_role("button", name="Verify all 2").click()
    expect(gwen.get_by_text("2 entries are verified.")).to_be_visible()
    assert set(TimeEntry.objects.values_list("state", flat=True)) == {"verified"}

    olga = walk(world.olga.account, size="desktop", path="/hours-worked/")
    expect(olga.get_by_role("link", name="Lena Fischer")).to_be_visible()
    expect(olga.get_by_text("14.5 h verified of 300 h")).to_be_visible()
    expect(olga.get_by_text("Noor Rahimi")).to_have_count(0)
    assert fits(olga)
