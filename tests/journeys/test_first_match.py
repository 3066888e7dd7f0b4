"""From two spreadsheets to published pairs, in a browser, with the real sample of 500 and 500."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guildhall.competencies.actions import load_vocabulary
from guildhall.directory.models import Person
from guildhall.matching.models import MatchRound, PairWord
from guildhall.notify.models import Message
from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Party, Relationship

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "civil-service"
MATCHED, TOTAL = 484, 11_155  # the same rules, computed apart from the engine, give these


def studio_rules() -> str:
    """The example's rules file as the studio reads it: columns are details of the import."""
    text = (EXAMPLE / "rules.toml").read_text(encoding="utf-8")
    columns = text.index("# Which columns")
    text = text[text.index("[words]") : columns] + text[text.index("[fields.organisation]") :]
    return re.sub(r'^(guide|learner) = "(?!mentor"|mentee")', r'\1 = "detail:', text, flags=re.M)


def make_program(page: Page) -> None:
    page.get_by_role("link", name="Programs", exact=True).first.click()
    page.get_by_role("link", name="New program").first.click()
    page.get_by_role("link", name="Formal mentoring, 6 months").first.click()
    page.get_by_label("Name of the program").fill("Civil service mentoring")
    page.get_by_label("Name of the cohort").fill("First round")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Create the program").click()
    page.get_by_role("link", name="Open First round").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First round")


def bring_in(page: Page, cohort: str, kind: str, file: str) -> None:
    page.goto(cohort)
    page.get_by_role("link", name="From a spreadsheet").first.click()
    page.locator(f"input[name=kind][value={kind}]").check()
    page.set_input_files("input[type=file]", EXAMPLE / "large" / file)
    page.get_by_role("button", name="Upload and look at it").click()
    page.get_by_role("button", name="Read the rows").click()
    save = page.get_by_role("button", name="Save 500 new people")
    expect(save).to_be_visible(timeout=30_000)
    save.click()
    expect(page.get_by_text("Saved. 500 new and 0 changed")).to_be_visible(timeout=60_000)


def use_own_rules(page: Page) -> None:
    page.get_by_role("link", name="Read, add, remove").click()
    page.get_by_role("link", name="Edit all as text").click()
    page.locator("main textarea").fill(studio_rules())
    page.get_by_role("button", name="Save and solve again").click()
    expect(page.get_by_text("Proven best: gap 0")).to_be_visible(timeout=30_000)


@pytest.fixture
def coordinator(world):
    load_vocabulary()
    return world.maren


def test_two_files_become_published_pairs(walk, coordinator, live_server):
    page = walk(coordinator.account)
    make_program(page)
    cohort = page.url
    bring_in(page, cohort, "guides", "mentors.csv")
    bring_in(page, cohort, "learners", "mentees.csv")

    page.goto(cohort)
    page.get_by_role("link", name="Open the studio").click()
    page.get_by_role("button", name="Make the first draft").first.click()
    expect(page.get_by_text("Draft A, fair")).to_be_visible(timeout=30_000)
    use_own_rules(page)
    draft = MatchRound.objects.get()
    assert (draft.figures["matched"], float(draft.figures["total"])) == (MATCHED, TOTAL)

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.get_by_text("Draft A, fair")).to_be_visible(timeout=30_000)
    pinned = PairWord.objects.get()
    draft.refresh_from_db()
    assert draft.proposals.filter(
        guide=pinned.guide, learner=pinned.learner, is_pinned=True
    ).exists()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Solve again").first.click()
    page.goto(cohort + "studio/")
    expect(page.get_by_text(f"{MATCHED} of 500").first).to_be_visible(timeout=30_000)
    assert not Relationship.objects.exists()
    assert not Message.objects.exists()

    page.get_by_role("link", name=re.compile(r"^Publish \d+ pairs")).first.click()
    page.get_by_label("I have read the weakest pairs").check()
    page.get_by_role("button", name=re.compile(r"^Publish \d+ pairs")).click()
    expect(page.get_by_text(re.compile("published", re.I)).first).to_be_visible(timeout=60_000)

    check_everybody_was_told(coordinator)
    check_a_mentee_finds_their_mentor(walk)


def check_everybody_was_told(coordinator) -> None:
    """Every matched person has one partner and one mail; every other one at most a kind note."""
    assert Relationship.objects.count() == MATCHED
    people = set(Party.objects.values_list("person_id", flat=True))
    assert len(people) == 2 * MATCHED
    mails = Message.objects.filter(person_id__in=people)
    assert mails.count() == len(people)
    assert set(mails.values_list("person_id", flat=True)) == people
    assert set(mails.values_list("state", flat=True)) == {"sent"}
    left = Enrollment.objects.exclude(person_id__in=people).filter(side="learner")
    assert set(left.values_list("state", flat=True)) == {"waiting"}


def check_a_mentee_finds_their_mentor(walk) -> None:
    relationship = Relationship.objects.order_by("pk").first()
    parties = {party.side: party.person for party in relationship.parties.all()}
    mentee, mentor = parties["learner"], parties["guide"]
    from guildhall.accounts.actions import make_account
    from guildhall.core import clock

    account = make_account(email=mentee.email, at=clock.now())
    Person.objects.filter(pk=mentee.pk).update(account=account)
    page = walk(account, size="phone")
    expect(page.get_by_text(f"{mentor.name} and you: say yes?")).to_be_visible()
    page.get_by_role("link", name="See why you fit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(mentor.given_name)
    page.get_by_role("button", name="Accept").click()
    expect(
        page.get_by_text(re.compile("Waiting for|said yes|accepted", re.I)).first
    ).to_be_visible()
