"""The main ways by keyboard alone. Nothing here clicks, and nothing sets the focus."""

import re

import pytest
from playwright.sync_api import Page, expect

from guildhall.competencies.actions import load_vocabulary
from guildhall.core import clock
from guildhall.matching.models import MatchRound, PairWord
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import EnrollmentState
from guildhall.relationships.models import Relationship
from tests.journeys.hands import Hands
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.matching.hall import make_hall
from tests.programs.screening_scene import (
    grant,
    make_application,
    make_screened_cohort,
    open_gates,
    rate,
)
from tests.relationships.factories import make_pair

PEOPLE_FILE = "Who,Mail\nHana Sato,hana@alderbay.example\nIvo Lind,ivo@alderbay.example\n"


@pytest.fixture
def hands():
    """`hands(page)`; at the end no stop of any of them may have been wrong."""
    all_of_them: list[Hands] = []

    def at(page: Page) -> Hands:
        all_of_them.append(Hands(page))
        return all_of_them[-1]

    yield at
    for one in all_of_them:
        one.done()


def button(page: Page, name: str | re.Pattern[str]):
    return page.get_by_role("button", name=name).first


def link(page: Page, name: str | re.Pattern[str]):
    return page.get_by_role("link", name=name).first


def test_signing_in_with_a_code(walk, world, hands, mailoutbox):
    page = walk(path="/account/login/")
    keys = hands(page)
    keys.write(page.get_by_label("Your e-mail"), world.noor.email)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    code = re.search(r"^\s*([A-Z0-9]+-[A-Z0-9]+)\s*$", mailoutbox[-1].body, re.M)
    assert code, mailoutbox[-1].body
    keys.write(page.get_by_label(re.compile("code", re.I)).first, code[1])
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")


def test_making_a_program(walk, world, hands):
    load_vocabulary()
    page = walk(world.maren.account)
    keys = hands(page)
    keys.push(link(page, "Programs"))
    keys.push(link(page, "New program"))
    keys.push(link(page, re.compile("^Formal mentoring, 6 months")))
    keys.write(page.get_by_label("Name of the program"), "Evening mentoring")
    keys.write(page.get_by_label("Name of the cohort"), "Spring")
    keys.push(button(page, "Preview"))
    keys.push(button(page, "Create the program"))
    expect(link(page, "Open Spring")).to_be_attached()
    assert Program.objects.get().name == "Evening mentoring"


def test_bringing_people_in(walk, world, hands, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE_FILE, encoding="utf-8")
    page = walk(world.maren.account, path="/imports/new/")
    keys = hands(page)
    kinds = page.locator("input[type=radio][name=kind]")
    keys.to(kinds.first)
    keys.press("ArrowDown")
    expect(kinds.nth(1)).to_be_checked()
    keys.press("ArrowUp")
    expect(kinds.first).to_be_checked()
    keys.to(page.locator("input[type=file]"))
    with page.expect_file_chooser() as chooser:
        keys.press("Enter")
    chooser.value.set_files(file)
    keys.push(button(page, "Upload and look at it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what?")
    selects = page.locator("main table select")
    keys.choose(selects.nth(0), "full_name")
    keys.choose(selects.nth(1), "email")
    keys.push(button(page, "Read the rows"))
    keys.push(button(page, re.compile("^Save 2 new people")))
    expect(page.get_by_text("Saved.")).to_be_visible(timeout=30_000)


def test_solving_and_publishing_a_round(walk, world, hands):
    hall = make_hall(world)
    page = walk(world.maren.account, path=f"/cohorts/{hall.cohort.pk}/studio/")
    keys = hands(page)
    keys.push(button(page, "Make the first draft"))
    expect(page.get_by_text("Draft A, fair")).to_be_visible(timeout=30_000)

    rows = page.locator(".studio-pair")
    keys.to(rows.first)
    keys.press("ArrowDown")
    keys.has_focus(rows.nth(1))
    learner_name = rows.nth(1).locator(".row-item-title, b, strong").first.inner_text()
    keys.press("Enter")
    expect(page.locator("#pair")).to_contain_text(learner_name)
    expect(page.locator("#pair-title")).to_contain_text(learner_name.split()[0])
    keys.push(button(page, re.compile("^Pin$")))
    expect(button(page, "Unpin")).to_be_visible(timeout=30_000)
    pinned = PairWord.objects.get()

    keys.push(button(page, "Solve again"))
    expect(page.get_by_text("2 of 2").first).to_be_visible(timeout=30_000)
    keys.push(link(page, re.compile(r"^Publish 2 pairs")))
    keys.to(page.get_by_label(re.compile("^I have read the weakest pairs")))
    keys.press("Space")
    keys.push(button(page, re.compile(r"^Publish 2 pairs")))
    expect(page.get_by_text(re.compile("published", re.I)).first).to_be_visible(timeout=30_000)
    draft = MatchRound.objects.get()
    assert draft.proposals.filter(guide=pinned.guide, learner=pinned.learner, is_pinned=True)
    assert Relationship.objects.count() == 2


def test_accepting_a_pair(walk, world, hands):
    cohort = cohort_of(mentoring(world.alder))
    with clock.moved_to(clock.now()):
        pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), at=clock.now())
    page = walk(world.noor.account)
    keys = hands(page)
    keys.push(link(page, "See why you fit"))
    keys.push(button(page, "Accept"))
    expect(page.get_by_text("Waiting for Gwen")).to_be_visible()
    assert pair.parties.get(person=world.noor).accepted_at


def test_logging_a_meeting(walk, world, hands):
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), at=clock.now())
    page = walk(world.noor.account, path=f"/relationships/{pair.pk}/")
    keys = hands(page)
    keys.to(page.locator("summary").filter(has_text="We met"))
    keys.press("Space")
    keys.write(page.get_by_label(re.compile("minutes", re.I)).first, "45")
    keys.push(button(page, "Log that we met"))
    expect(page.get_by_text(re.compile("You met, 45 minutes"))).to_be_visible()


def test_deciding_on_an_application(walk, world, hands):
    cohort = make_screened_cohort(world)
    application = make_application(cohort, world.gwen, applied_at=clock.now())
    open_gates(application, world.actor("maren"))
    for who in (world.omar, world.tomas):
        rate(application, grant(cohort.program, who), 28)
    page = walk(world.maren.account, path=f"/screening/{cohort.pk}/")
    keys = hands(page)
    keys.push(link(page, "Open the application"))

    approve = page.locator(".sticky-bar").get_by_role("button", name="Approve")
    keys.push(approve)
    dialog = page.get_by_role("dialog", name="Approve Gwen Castellan")
    expect(dialog).to_be_visible()
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    keys.has_focus(approve)

    keys.press("Enter")
    keys.write(dialog.get_by_role("textbox").last, "Your examples were a pleasure to read.")
    keys.push(dialog.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Gwen Castellan is approved.")).to_be_visible()
    assert Enrollment.objects.get(pk=application.pk).state == EnrollmentState.APPROVED


def test_a_filter_waits_until_it_is_chosen(walk, world, hands):
    """By arrows one walks past other choices; the page stays until Enter."""
    cohort = make_screened_cohort(world)
    for who, side in ((world.gwen, "guide"), (world.noor, "learner")):
        make_application(cohort, who, side=side, applied_at=clock.now())
    page = walk(world.maren.account, path=f"/screening/{cohort.pk}/?show=open")
    keys = hands(page)
    side = page.get_by_label("Side", exact=True)
    keys.choose(side, "learner")
    keys.has_focus(side)
    assert "side=" not in page.url
    keys.press("Enter")
    page.wait_for_url(re.compile("side=learner"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_nothing_holds_the_focus(walk, world, hands, live_server, size):
    """Once around each main page."""
    hall = make_hall(world)
    page = walk(world.maren.account, size=size)
    keys = hands(page)
    places = ["/", "/programs/", "/people/", "/outbox/", "/profile/", "/imports/new/"]
    places += [f"/cohorts/{hall.cohort.pk}/", f"/people/{world.noor.pk}/"]
    for place in places:
        page.goto(live_server.url + place)
        assert keys.around() > 4, place
