"""Leaving without a fault and without a reason, and somebody else after that."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from guildhall.goals.actions.promises import make_promise
from guildhall.goals.models import Promise
from guildhall.meetings.actions.proposing import accept_time, propose_times
from guildhall.meetings.models import Meeting
from guildhall.notify.models import Message
from guildhall.people.models import Profile
from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Relationship
from tests.journeys.hands import Hands
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair

WORDS = "We never found a day that suited us both"


@pytest.fixture
def pair(world, time_passes) -> Relationship:
    """Gwen and Noor, with a meeting booked and something promised."""
    at = time_passes.at
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(
        guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True, at=at
    )
    times = [at + timedelta(days=3)]
    proposed = propose_times(
        relationship=row, times=times, minutes=45, by=world.actor("gwen"), at=at
    )
    accept_time(time=proposed.times.get(), by=world.actor("noor"), at=at)
    make_promise(
        relationship=row, text="Slides", owner=None, due_on=None, by=world.actor("gwen"), at=at
    )
    return row


def fits_the_screen(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def has_let_go(row: Relationship, at) -> None:
    """It is closed, and nothing of it waits for anybody."""
    row.refresh_from_db()
    assert (row.state, row.next_meeting_at) == ("closed", None)
    assert Meeting.objects.get().state == "cancelled"
    assert Promise.objects.get().dropped_at == at
    called_off = Message.objects.filter(calendar_method="CANCEL")
    assert called_off.values("person").distinct().count() == 2


def mails_are_alike(world) -> None:
    """Both read the same sentence, and neither reads who left and why."""
    mails = Message.objects.filter(kind="relationships.relationship_closed")
    bodies = {mail.person_id: mail.body for mail in mails}
    assert set(bodies) == {world.gwen.pk, world.noor.pk}
    program = Relationship.objects.get().program.name
    for reader, other in ((world.gwen, world.noor), (world.noor, world.gwen)):
        told = f"Your time with {other.name} in {program} has ended. "
        assert told + "No reason is needed, and none is passed on." in bodies[reader.pk]
        assert "left" not in bodies[reader.pk].split()
    assert WORDS not in "".join(Message.objects.values_list("body", flat=True))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_mentee_leaves_and_comes_first_next_time(
    walk, live_server, world, pair, time_passes, size
):
    home = f"{live_server.url}/relationships/{pair.pk}/"
    noor = walk(world.noor.account, size=size, path=f"/relationships/{pair.pk}/")
    noor.get_by_role("link", name="Change or end this, no reason needed").click()
    noor.get_by_role("link", name="Leave, in two steps").click()
    assert fits_the_screen(noor)
    noor.get_by_label("Find somebody else for me").check(force=True)
    noor.get_by_label("A reason, if you like").select_option("fit")
    noor.get_by_label("Anything that you want to keep about it").fill(WORDS)
    noor.get_by_role("button", name="Read what will happen").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("This is what will happen")
    expect(noor.get_by_text("One small promise is let go.")).to_be_visible()
    expect(noor.get_by_text("Then, for you: Find somebody else for me.")).to_be_visible()
    assert fits_the_screen(noor)
    pair.refresh_from_db()
    assert pair.state == "active"
    noor.get_by_role("button", name="Leave", exact=True).click()
    expect(noor.get_by_text("You come first when the next matches are made.")).to_be_visible()
    assert fits_the_screen(noor)
    has_let_go(pair, time_passes.at)
    mails_are_alike(world)
    assert Enrollment.objects.get(person=world.noor).state == "waiting"

    gwen = walk(world.gwen.account, size=size, path=f"/relationships/{pair.pk}/")
    expect(gwen.get_by_text("Thank you for the time that you gave each other.")).to_be_visible()
    for told in (WORDS, "Noor left", "First steps"):
        assert told not in gwen.content()
    gwen.get_by_role("link", name="What comes next").first.click()
    gwen.get_by_role("button", name="I take a break").click()
    expect(gwen.get_by_text("Noted. You can change it here at any time.")).to_be_visible()
    assert fits_the_screen(gwen)
    assert Profile.objects.get(person=world.gwen).is_paused

    maren = walk(world.maren.account, size=size, path="/endings/")
    expect(maren.get_by_text("Somebody else was promised")).to_be_visible()
    expect(maren.get_by_role("rowheader", name="Noor Rahimi")).to_be_visible()
    assert WORDS not in maren.content()
    assert fits_the_screen(maren)
    noor.goto(home)
    expect(noor.get_by_text(WORDS)).to_be_visible()


def test_by_keyboard_alone(walk, world, pair, time_passes):
    page = walk(world.noor.account, path=f"/relationships/{pair.pk}/")
    keys = Hands(page)
    keys.push(page.get_by_role("link", name="Change or end this, no reason needed"))
    keys.push(page.get_by_role("link", name="Leave, in two steps"))
    keys.to(page.get_by_label("Find somebody else for me"))
    keys.press("ArrowDown")
    expect(page.get_by_label("Leave it at that")).to_be_checked()
    keys.choose(page.get_by_label("A reason, if you like"), "fit")
    keys.write(page.get_by_label("Anything that you want to keep about it"), WORDS)
    keys.push(page.get_by_role("button", name="Read what will happen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what will happen")
    keys.push(page.get_by_role("button", name="Leave", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("What comes next")
    has_let_go(pair, time_passes.at)
    mails_are_alike(world)
    assert Enrollment.objects.get(person=world.noor).state == "finished"
    keys.push(page.get_by_role("button", name="Look for somebody else for me"))
    expect(page.get_by_text("You come first when the next matches are made.")).to_be_visible()
    assert Enrollment.objects.get(person=world.noor).state == "waiting"
    keys.done()
