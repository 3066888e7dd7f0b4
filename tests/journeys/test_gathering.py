"""A circle from its first seat to a goodbye, and a single conversation booked in two taps."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import Page, expect

from guildhall.core import clock
from guildhall.meetings.models import Meeting
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from guildhall.mentoring.actions.talks import finish_talks
from guildhall.relationships.models import Relationship

SIZES = ("desktop", "phone")


def fits(page: Page) -> bool:
    """Whether nothing hangs out at the side."""
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def press(page: Page, role: str, name: str) -> None:
    """By keyboard alone: focus it, and press Enter."""
    found = page.get_by_role(role, name=name).first
    found.focus()
    expect(found).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", SIZES)
def test_a_circle(walk, world, size):
    gwen = walk(world.gwen.account, size=size, path="/relationships/")
    press(gwen, "link", "Circles with a free seat")
    expect(gwen.get_by_text("No circle has a seat just now")).to_be_visible()
    gwen.goto(gwen.url + "new/")
    gwen.get_by_label("Name of the circle").fill("Night shifts")
    gwen.get_by_label("What is it about?").fill("How we sleep")
    press(gwen, "button", "Open the circle")
    expect(gwen.get_by_text("0 of 6 taken")).to_be_visible()

    noor = walk(world.noor.account, size=size, path="/circles/")
    press(noor, "link", "Night shifts")
    press(noor, "button", "Ask for a seat")
    expect(noor.get_by_text("You hear from us as soon as there is an answer.")).to_be_visible()

    gwen.reload()
    press(gwen, "button", "Give a seat")
    expect(gwen.get_by_text("1 of 6 taken")).to_be_visible()

    noor.reload()
    press(noor, "link", "Open the circle")
    expect(noor.get_by_role("heading", name="Night shifts")).to_be_visible()
    assert fits(noor)
    press(noor, "link", "Leave the circle")
    press(noor, "button", "Leave")
    expect(noor.get_by_text("You were in it from")).to_be_visible()
    assert Relationship.objects.get().state == "active"


@pytest.mark.parametrize("size", SIZES)
def test_a_single_conversation(walk, world, size):
    now = clock.now()
    offer_hours(
        guide=world.gwen,
        organization=world.alder,
        draft=HoursDraft(on=(now + timedelta(days=3)).date(), at=time(16), topics="Grants"),
        by=world.actor("gwen"),
        at=now,
    )
    noor = walk(world.noor.account, size=size, path="/hours/")
    press(noor, "link", "Gwen Castellan")
    noor.get_by_label("What is it about, in one line?").fill("My first grant")
    press(noor, "button", "Book it")
    expect(noor.get_by_text("My first grant")).to_be_visible()
    assert fits(noor)

    Meeting.objects.update(starts_at=now - timedelta(hours=1))
    assert finish_talks(at=now) == 1
    for name in ("noor", "gwen"):
        page = walk(getattr(world, name).account, size=size, path="/hours/")
        press(page, "link", "Noor Rahimi" if name == "gwen" else "Gwen Castellan")
        page.get_by_label("Yes, it was of use").check()
        page.get_by_label("A line of thanks").fill("That helped")
        page.get_by_label("I would like to go on").check()
        press(page, "button", "Send")
    expect(page.get_by_role("heading", name="You and Noor")).to_be_visible()
    states = Relationship.objects.order_by("pk").values_list("state", "takes")
    assert list(states) == [("closed", "nothing"), ("active", "each")]
