"""A formal pair from the first mail to the closing review, on a desktop and on a phone.

Time is moved by the test: half a year passes.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guildhall.conversations.models import Note
from guildhall.goals.models import Goal
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.models import Meeting
from guildhall.mentoring.actions.endings import remind_of_endings
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from guildhall.relationships.models import Relationship
from tests.journeys.hands import Hands
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair


@pytest.fixture
def pair(world, time_passes) -> Relationship:
    """Gwen and Noor are offered to each other."""
    cohort = cohort_of(mentoring(world.alder))
    offer = (guide(cohort, world.gwen), learner(cohort, world.noor))
    return make_pair(*offer, at=time_passes.at)


def link_of(person, act: str) -> str:
    """The newest link of this kind in somebody's mails."""
    return link_path(ActionLink.objects.filter(person=person, act=act).latest("pk").pk)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_the_first_mail_to_the_closing_review(walk, world, pair, time_passes, size):
    home = f"/relationships/{pair.pk}/"
    noor = walk(world.noor.account, size=size, path=home)
    noor.get_by_role("button", name="Accept").click()
    gwen = walk(world.gwen.account, size=size, path=home)
    gwen.get_by_role("button", name="Accept").click()
    expect(gwen.get_by_text("It begins")).to_be_visible()

    # Noor proposes times that suit both; Gwen chooses one from her mail, without signing in.
    noor.goto(noor.url.split("/relationships")[0] + f"{home}times/")
    boxes = noor.locator('input[name="times"]')
    for number in (0, 1):
        boxes.nth(number).check(force=True)
    noor.get_by_role("button", name="Propose these times").click()
    mail = walk(None, size=size, path=link_of(world.gwen, "meeting.accept_time"))
    mail.get_by_role("button", name="Book it").click()
    expect(mail.get_by_text("Booked").first).to_be_visible()
    booked = Meeting.objects.get(state="booked")
    invited = Message.objects.exclude(calendar="").filter(about=f"relationship:{pair.pk}")
    assert {message.person for message in invited} == {world.noor, world.gwen}

    # They meet; one click in the mail says so.
    time_passes.at = booked.starts_at + timedelta(hours=3)
    assert ask_whether_met(at=time_passes.at) == 1
    said = walk(None, size=size, path=link_of(world.noor, "meeting.met"))
    said.get_by_role("button", name="Yes, we met").click()
    expect(said.get_by_text("Noted that you met.")).to_be_visible()

    # A goal with steps, and a note that only Noor reads.
    noor.goto(noor.url.split("/relationships")[0] + f"{home}goals/")
    noor.get_by_label("What do you want to reach?").fill("Lead a design review")
    noor.get_by_label("Steps on the way").fill("Watch one\nLead one")
    noor.get_by_role("button", name="Set this goal").click()
    expect(noor.get_by_text("Your goal: Lead a design review")).to_be_visible()
    noor.locator("summary", has_text="Note").first.click()
    noor.get_by_label("Note", exact=True).fill("I rush when people disagree.")
    noor.get_by_role("button", name="Keep it").first.click()
    expect(noor.get_by_text("I rush when people disagree.")).to_be_visible()
    gwen.reload()
    assert "I rush" not in gwen.content()
    assert "Lead a design review" in gwen.content()

    # Half a year later both look back, each alone, and end it together.
    pair.refresh_from_db()
    time_passes.at = time_passes.at.replace(
        year=pair.ends_on.year, month=pair.ends_on.month, day=pair.ends_on.day
    ) - timedelta(days=20)
    assert remind_of_endings(at=time_passes.at)
    for page, thanks in ((noor, "For every question"), (gwen, "For your trust")):
        page.goto(page.url.split("/relationships")[0] + f"{home}ending/")
        page.get_by_label("What would you like to thank the other for?").fill(thanks)
        page.get_by_role("button", name="Keep it").click()
    noor.goto(noor.url.split("/relationships")[0] + f"{home}ending/")
    expect(noor.get_by_text("For your trust")).to_be_visible()
    noor.locator('label:has([name="choice"][value="close"])').click()
    noor.get_by_role("button", name="Say so").click()
    gwen.reload()
    gwen.get_by_role("button", name="I would like that too").click()
    pair.refresh_from_db()
    assert pair.state == "closed"
    assert Goal.objects.count() == Note.objects.count() == 1


def test_by_keyboard_alone(walk, world, pair):
    """Both accept; Noor sets a goal, says that they met, and keeps a note."""
    path = f"/relationships/{pair.pk}/"
    guides = walk(world.gwen.account, path=path)
    hands = Hands(guides)
    hands.push(guides.get_by_role("button", name="Accept"))
    hands.done()
    page = walk(world.noor.account, path=path)
    keys = Hands(page)
    keys.push(page.get_by_role("button", name="Accept"))
    expect(page.get_by_text("It begins")).to_be_visible()

    keys.push(page.get_by_role("link", name="Goal", exact=True))
    keys.write(page.get_by_label("What do you want to reach?"), "Lead a design review")
    keys.write(page.get_by_label("Steps on the way"), "Watch one")
    keys.push(page.get_by_role("button", name="Set this goal"))
    expect(page.get_by_text("Your goal: Lead a design review")).to_be_visible()

    keys.push(page.locator("summary", has_text="We met"))
    keys.write(page.get_by_label("One line to remember"), "How reviews begin")
    keys.push(page.get_by_role("button", name="Log that we met"))
    expect(page.get_by_text("How reviews begin")).to_be_visible()

    keys.push(page.locator("summary", has_text="Note").first)
    keys.write(page.get_by_label("Note", exact=True), "I rush when people disagree.")
    keys.push(page.get_by_role("button", name="Keep it").first)
    expect(page.get_by_text("I rush when people disagree.")).to_be_visible()
    keys.done()
    pair.refresh_from_db()
    assert (pair.state, pair.meetings_held) == ("active", 1)
    assert Goal.objects.get().text == "Lead a design review"
    assert Note.objects.get().readers == "self"
