"""A reverse program on a phone: from its template to a conversation that was held.

Noor, early in her working life, mentors Milo, who leads; the program's own words say so
everywhere.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from guildhall.competencies.actions import load_vocabulary
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.models import Meeting
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from guildhall.programs.models import Cohort
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState
from tests.matching.factories import guide, learner

PHONE = "phone"


def fits_the_screen(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url


def make_reverse_program(page: Page, home: str) -> Cohort:
    page.goto(f"{home}/programs/new/")
    page.get_by_role("link", name="Reverse mentoring").first.click()
    expect(page.get_by_text("The mentor leads, and rank stays outside.").first).to_be_visible()
    fits_the_screen(page)
    page.get_by_label("Name of the program").fill("Eyes open")
    page.get_by_label("Name of the cohort").fill("First round")
    page.get_by_role("button", name="Preview").click()
    fits_the_screen(page)
    page.get_by_role("button", name="Create the program").click()
    page.get_by_role("link", name="Open First round").click()
    fits_the_screen(page)
    return Cohort.objects.get(name="First round")


def publish_the_pair(page: Page, home: str, cohort: Cohort) -> Relationship:
    page.goto(f"{home}/cohorts/{cohort.pk}/")
    page.get_by_role("link", name="Open the studio").click()
    page.get_by_role("button", name="Make the first draft").first.click()
    expect(page.get_by_text("Draft A, fair")).to_be_visible(timeout=30_000)
    fits_the_screen(page)
    page.get_by_role("link", name="Publish one pair").first.click()
    read = page.get_by_label("I have read the weakest pairs")
    if read.count():
        read.check()
    fits_the_screen(page)
    page.get_by_role("button", name="Publish one pair").click()
    expect(page.get_by_text(re.compile("published", re.I)).first).to_be_visible(timeout=30_000)
    return Relationship.objects.get()


def link_of(person, act: str) -> str:
    return link_path(
        ActionLink.objects.filter(person=person, act=act, used_at=None).latest("pk").pk
    )


@pytest.fixture
def house(world, time_passes):
    """The skills are there; Milo does not manage whom he is to learn from."""
    load_vocabulary()
    world.noor.memberships.update(manager=None)
    return world


def test_a_leader_learns_from_somebody_early_in_their_career(walk, live_server, house, time_passes):
    home = live_server.url
    maren = walk(house.maren.account, size=PHONE)
    cohort = make_reverse_program(maren, home)
    guide(cohort, house.noor)
    learner(cohort, house.milo)
    pair = publish_the_pair(maren, home, cohort)
    assert pair.state == RelationshipState.OFFERED
    told = " ".join(Message.objects.values_list("subject", flat=True))
    assert "mentee" not in told

    # Who guides whom stands on both of their pages.
    path = f"/relationships/{pair.pk}/"
    noor = walk(house.noor.account, size=PHONE, path=path)
    milo = walk(house.milo.account, size=PHONE, path=path)
    for page in (milo, noor):
        assert "mentee" not in page.content()
        fits_the_screen(page)
        page.get_by_role("button", name="Accept").click()
    expect(noor.get_by_text("Everybody said yes, and it began")).to_be_visible()
    sides = dict(pair.parties.values_list("person__given_name", "side"))
    assert sides == {"Noor": "guide", "Milo": "learner"}
    staff = walk(house.maren.account, size=PHONE, path=path)
    for page, words in (
        (staff, "Milo Santos, leader"),
        (staff, "Noor Rahimi, mentor"),
        (noor, "Milo Santos, leader"),
        (milo, "Noor Rahimi, mentor"),
    ):
        page.goto(home + path)
        expect(page.get_by_text(words)).to_be_visible()
        fits_the_screen(page)
    milo.goto(home + path)
    expect(milo.get_by_text("Write first: say that you are glad to learn").first).to_be_visible()

    # The mentor proposes, the leader chooses from the mail, and they meet.
    noor.goto(f"{home}{path}times/")
    fits_the_screen(noor)
    noor.locator('input[name="times"]').first.check(force=True)
    noor.get_by_role("button", name="Propose these times").click()
    mail = walk(None, size=PHONE, path=link_of(house.milo, "meeting.accept_time"))
    mail.get_by_role("button", name="Book it").click()
    expect(mail.get_by_text("Booked").first).to_be_visible()
    booked = Meeting.objects.get(state="booked")
    time_passes.at = booked.starts_at + timedelta(hours=3)
    assert ask_whether_met(at=time_passes.at) == 1
    said = walk(None, size=PHONE, path=link_of(house.noor, "meeting.met"))
    said.get_by_role("button", name="Yes, we met").click()
    expect(said.get_by_text("Noted that you met.")).to_be_visible()
    pair.refresh_from_db()
    assert (pair.state, pair.meetings_held) == (RelationshipState.ACTIVE, 1)
    for page in (noor, milo):
        page.goto(home + path)
        assert "mentee" not in page.content()
        fits_the_screen(page)
