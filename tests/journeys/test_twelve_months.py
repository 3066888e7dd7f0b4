"""A nurse preceptorship over twelve months, from the charter to the final decision; time is moved
by the test. The preceptor changes on the way, and the record stays."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from guildhall.assessment.actions.passports import open_passport
from guildhall.assessment.actions.rounds import open_due_rounds
from guildhall.assessment.models import Passport, RatingRound
from guildhall.competencies.models import Competency
from guildhall.directory.models import Person
from guildhall.preceptorship.models import Course
from tests.assessment.ground import make_framework
from tests.preceptorship.course_ground import begun, fresh, held, lines
from tests.world import NOW

NOTE = "Calm and exact. Ready for infusions alone; nights are next."
WORRY = "High-risk medication when the ward is loud"
OBJECTIVE = "Six infusions, watched, without a prompt"


@pytest.fixture
def course(world, time_passes) -> Course:
    """Gwen and Noor have begun, with a passport of four competencies."""
    time_passes.at = NOW
    version = make_framework()
    Competency.objects.filter(key="transfusion").update(observations=2)
    found = begun(world, framework=version.framework)
    open_passport(relationship=found.relationship, by=world.actor("maren"), at=NOW)
    return fresh(found)


def fits_the_screen(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def at(day: int, hour: int = 9) -> datetime:
    return NOW + timedelta(days=day, hours=hour - 9)


class Pair:
    """Two people of a course, each on a page of their own."""

    def __init__(self, home: str, guide: Page, learner: Page) -> None:
        self.home, self.guide, self.learner = home, guide, learner

    def open(self, page: Page) -> Page:
        page.goto(self.home)
        assert fits_the_screen(page)
        return page

    def sign_the_charter(self, promise: str) -> None:
        guide = self.open(self.guide)
        guide.get_by_role("link", name="Open the charter").click()
        expect(guide.get_by_text(promise)).to_be_visible()
        assert fits_the_screen(guide)
        guide.get_by_role("button", name="Sign and send").click()
        expect(guide.get_by_role("heading", name="Your charter")).to_be_visible()
        learner = self.open(self.learner)
        learner.get_by_role("link", name="Read and sign").click()
        expect(learner.get_by_text(promise)).to_be_visible()
        learner.get_by_role("button", name="Sign", exact=True).click()
        expect(learner.get_by_text("It holds.")).to_be_visible()
        expect(self.open(guide).get_by_text("Signed by both").first).to_be_visible()

    def book(self, kind: str, when: datetime) -> None:
        guide = self.open(self.guide)
        line = guide.locator(".course-meeting", has_text=kind)
        line.get_by_role("link", name="Book").first.click()
        guide.locator("[name=starts_at]").fill(when.strftime("%Y-%m-%dT%H:%M"))
        guide.get_by_label("How", exact=True).select_option("in_person")
        assert fits_the_screen(guide)
        guide.get_by_role("button", name="Book it").click()
        expect(guide.get_by_text("Both of you have an invitation.")).to_be_visible()

    def hold(self, kind: str, looked_at: str, agreed_next: str) -> None:
        """The guide says on its own page that they met, writes and signs; the learner signs."""
        guide = self.open(self.guide)
        line = guide.locator(".course-meeting", has_text=kind)
        line.get_by_role("link", name="Open").click()
        guide.get_by_role("button", name="Yes, we met").first.click()
        expect(guide.get_by_role("button", name="Yes, we met")).to_have_count(0)
        self.open(guide)
        line.get_by_role("link", name="Write it down").click()
        guide.get_by_label("What did you look at?").fill(looked_at)
        guide.get_by_label("What comes next?").fill(agreed_next)
        assert fits_the_screen(guide)
        guide.get_by_role("button", name="Write and sign").click()
        expect(guide.get_by_text("Signed by you.")).to_be_visible()
        learner = self.open(self.learner)
        learner.get_by_role("link", name="Read and sign").first.click()
        expect(learner.get_by_text(agreed_next).first).to_be_visible()
        assert fits_the_screen(learner)
        learner.get_by_role("button", name="Sign", exact=True).click()
        line = learner.locator(".course-meeting", has_text=kind)
        expect(line.get_by_text("Signed by both")).to_be_visible()

    def write_needs_and_plan(self) -> None:
        learner = self.open(self.learner)
        learner.get_by_role("link", name="Write it").click()
        learner.get_by_label("What worries you").first.fill(WORRY)
        learner.get_by_role("button", name="Share it").click()
        expect(learner.get_by_text("reads it from now on")).to_be_visible()
        guide = self.open(self.guide)
        expect(guide.get_by_text(WORRY)).to_be_visible()
        guide.get_by_role("link", name="Write it").click()
        guide.get_by_label("What the ward can offer").first.fill("The quiet room at ten")
        guide.get_by_role("button", name="Share it").click()
        guide.get_by_role("link", name="Make the plan").click()
        first = guide.get_by_role("group", name="Objective 1")
        first.get_by_role("textbox", name="What").fill(OBJECTIVE)
        first.get_by_label("Shown by").select_option(label="IV push medication")
        assert fits_the_screen(guide)
        guide.get_by_role("button", name="Write it, and agree").click()
        expect(guide.get_by_text("You agree to it.")).to_be_visible()
        self.open(learner).get_by_role("link", name="Read it").click()
        learner.get_by_role("button", name="Agree").click()
        expect(learner.get_by_text("The plan holds.")).to_be_visible()
        expect(learner.get_by_text("Not begun").first).to_be_visible()


def observe(page: Page, server: str, passport: Passport, key: str) -> None:
    one = passport.version.competencies.get(key=key)
    page.goto(f"{server}/passports/{passport.pk}/observations/?competency={one.key}")
    page.locator(f"[name=competency][value='{one.pk}']").check(force=True)
    page.locator("[name=level][value='4']").check(force=True)
    assert fits_the_screen(page)
    page.get_by_role("button", name="Save, then the next").click()
    expect(page.get_by_text(f"Saved: {one.name}")).to_be_visible()


def rate(page: Page, server: str, passport: Passport, code: str) -> None:
    """A sheet that the other one cannot read before both are locked."""
    row = RatingRound.objects.latest("pk")
    page.goto(f"{server}/rating-rounds/{row.pk}/")
    for one in passport.version.competencies.all():
        page.locator(f"[name='level-{one.pk}'][value='{code}']").check(force=True)
    page.get_by_role("button", name="Save and lock").click()
    expect(page.get_by_role("button", name="Save and lock")).to_have_count(0)


def sign_off(
    learner: Page, guide: Page, server: str, passport: Passport, key: str, signer: Person
) -> None:
    learner.goto(f"{server}/passports/{passport.pk}/sign-offs/new/?competency={key}")
    learner.locator("[name=signer]").select_option(value=str(signer.pk))
    learner.get_by_role("button", name="Ask for it").click()
    expect(learner.get_by_text("Show this code")).to_be_visible()
    guide.goto(learner.url)
    assert fits_the_screen(guide)
    guide.get_by_role("button", name="Sign it").click()
    expect(guide.get_by_role("button", name="Sign it")).to_have_count(0)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_twelve_months(walk, live_server, world, course, time_passes, size):
    server = live_server.url
    path = f"/courses/{course.pk}/"
    home = server + path
    noor = walk(world.noor.account, size=size, path=path)
    pair = Pair(home, walk(world.gwen.account, size=size, path=path), noor)
    passport = Passport.objects.select_related("version").get()

    pair.sign_the_charter("We meet within 7 days, then every 62 days or sooner, to the end.")
    pair.book("First meeting", at(3, 14))
    pair.write_needs_and_plan()
    time_passes.at = at(4)
    pair.hold("First meeting", "Charter and needs", "Infusions first")
    # The reviews between are held the same way.
    held(course, world, kind="review", on=at(60))
    held(course, world, kind="review", on=at(120))

    time_passes.at = at(170)
    for key in ("iv-push", "iv-push", "transfusion"):
        observe(pair.guide, server, passport, key)
    pair.book("Interim meeting", at(182, 14))
    time_passes.at = at(182)
    open_due_rounds(at=time_passes.at)
    rate(pair.guide, server, passport, "3")
    noor.goto(f"{server}/rating-rounds/{RatingRound.objects.latest('pk').pk}/")
    expect(noor.get_by_text("Where you differ")).to_have_count(0)
    rate(noor, server, passport, "5")
    expect(noor.get_by_role("heading", name="Where you differ")).to_be_visible()
    time_passes.at = at(183)
    pair.hold("Interim meeting", "Where the ratings differ", "Two nights together")

    time_passes.at = at(200)
    gwen = pair.open(pair.guide)
    gwen.get_by_role("link", name="Write a hand-over note").click()
    gwen.get_by_label("For whoever guides next").fill(NOTE)
    gwen.get_by_role("button", name="Keep the note").click()
    expect(gwen.get_by_text("A coordinator arranges who guides next.")).to_be_visible()
    maren = walk(world.maren.account, size=size, path=path)
    assert "Charter and needs" not in maren.content()
    maren.get_by_role("link", name="Another preceptor").click()
    assert NOTE not in maren.content()
    assert fits_the_screen(maren)
    maren.get_by_role("button", name="Change the preceptor").click()
    expect(maren.get_by_text("Done. Everybody is told once.")).to_be_visible()
    assert gwen.request.get(home).status == 404

    omar = walk(world.omar.account, size=size, path=path)
    expect(omar.get_by_text(NOTE)).to_be_visible()
    expect(omar.get_by_text(OBJECTIVE)).to_be_visible()
    pair = Pair(home, omar, noor)
    pair.sign_the_charter("The preceptor has 12 hours of protected time a year for this.")
    held(course, world, kind="review", on=at(240), by="omar")
    held(course, world, kind="review", on=at(300), by="omar")

    time_passes.at = at(350)
    for key in ("iv-push", "transfusion"):
        observe(omar, server, passport, key)
        sign_off(noor, omar, server, passport, key, world.omar)
    pair.book("Final meeting", at(358, 14))
    time_passes.at = at(359)
    pair.hold("Final meeting", "All of it", "A year as a colleague")
    expect(noor.get_by_text("Signed off").first).to_be_visible()

    maren.goto(f"{server}/relationships/{fresh(course).relationship_id}/decision/")
    maren.get_by_label("Completed").check(force=True)
    maren.get_by_role("button", name="Decide").click()
    expect(maren.get_by_role("heading", name="Completed")).to_be_visible()
    noor.goto(home)
    expect(noor.get_by_text("It has ended. Everything stays to be read.")).to_be_visible()
    assert {line.state.value for line in lines(course)} == {"signed"}
    assert fresh(course).relationship.state == "closed"
