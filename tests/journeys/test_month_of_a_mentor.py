"""What a month asks of a mentor with two mentees: every click and every word is counted.

The table in docs/reference/effort.md holds these numbers; the journey fails when it grows.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from guildhall.conversations.actions.posts import send_post
from guildhall.goals.actions.promises import make_promise
from guildhall.goals.models import Promise
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.actions.proposing import propose_times
from guildhall.meetings.models import Meeting
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair

EFFORT = Path(__file__).parents[2] / "docs" / "reference" / "effort.md"
MOST_CLICKS, MOST_WORDS = 12, 20
ANSWER = "Bring the draft. We read it together and choose one question."


@dataclass
class Counted:
    """A mentor whose clicks and words are counted by task. Opening a link in a mail is a click."""

    page: Page
    base: str
    clicks: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)

    def open_mail_link(self, task: str, path: str) -> None:
        """Click a button in a mail."""
        self._count(task, 1, 0)
        self.page.goto(self.base + path)

    def click(self, task: str, target: Locator) -> None:
        """Press something on a page."""
        self._count(task, 1, 0)
        target.click()

    def write(self, task: str, target: Locator, words: str) -> None:
        """Type; the click into the field counts, too."""
        self._count(task, 1, len(words.split()))
        target.fill(words)

    def _count(self, task: str, clicks: int, words: int) -> None:
        self.clicks[task] = self.clicks.get(task, 0) + clicks
        self.words[task] = self.words.get(task, 0) + words


@pytest.fixture
def pairs(world, time_passes):
    """Gwen mentors Noor and Tomas."""
    cohort = cohort_of(mentoring(world.alder))
    gwen = guide(cohort, world.gwen, places=2)
    at = time_passes.at
    return [
        make_pair(gwen, learner(cohort, person), opens_at_once=True, at=at)
        for person in (world.noor, world.tomas)
    ]


def newest_link(act: str, world) -> str:
    """The link that stands in Gwen's newest mail about this."""
    links = ActionLink.objects.filter(person=world.gwen, act=act, used_at=None)
    return link_path(links.latest("pk").pk)


def test_a_month_with_two_mentees(walk, world, pairs, time_passes, live_server):
    mentor = Counted(walk(world.gwen.account, size="phone"), live_server.url)
    for pair, name in zip(pairs, ("noor", "tomas"), strict=True):
        at = time_passes.at
        times = [at + timedelta(days=2), at + timedelta(days=3)]
        propose_times(relationship=pair, times=times, minutes=45, by=world.actor(name), at=at)
        mentor.open_mail_link("Choose a time", newest_link("meeting.accept_time", world))
        mentor.click("Choose a time", mentor.page.get_by_role("button", name="Book it"))
        mentor.page.get_by_text(re.compile("^Booked")).first.wait_for()
    at = time_passes.move(days=4)
    assert ask_whether_met(at=at) == 2
    for link in ActionLink.objects.filter(person=world.gwen, act="meeting.met", used_at=None):
        mentor.open_mail_link("Say that you met", link_path(link.pk))
        mentor.click("Say that you met", mentor.page.get_by_role("button", name="Yes, we met"))
        mentor.page.get_by_text("Noted that you met.").first.wait_for()
    send_post(relationship=pairs[0], text="What shall I bring?", by=world.actor("noor"), at=at)
    mail = Message.objects.filter(person=world.gwen, kind="conversations.post_waits").latest("pk")
    mentor.open_mail_link("Answer a message", mail.path)
    mentor.write("Answer a message", mentor.page.get_by_label("Message"), ANSWER)
    mentor.click("Answer a message", mentor.page.get_by_role("button", name="Send"))
    mentor.page.get_by_text(ANSWER).wait_for()
    make_promise(
        relationship=pairs[0],
        text="Introduce Noor to the storage team",
        owner=world.gwen,
        due_on=at.date(),
        by=world.actor("noor"),
        at=at,
    )
    mentor.page.goto(f"{live_server.url}/relationships/{pairs[0].pk}/")
    done = mentor.page.get_by_role("button", name="Done: Introduce Noor to the storage team")
    mentor.click("Keep a promise", done)
    mentor.page.get_by_role("button", name="Open again: Introduce Noor").wait_for()

    assert Meeting.objects.filter(state="held").count() == 2
    assert Promise.objects.get().done_at is not None
    assert sum(mentor.clicks.values()) <= MOST_CLICKS
    assert sum(mentor.words.values()) <= MOST_WORDS
    table = EFFORT.read_text()
    for task, clicks in mentor.clicks.items():
        assert f"| {task} | {clicks} | {mentor.words[task]} |" in table
