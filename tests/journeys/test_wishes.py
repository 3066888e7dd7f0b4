"""Somebody says on a phone whom they would like to work with, and the studio suggests it."""

import pytest
from playwright.sync_api import Page, expect

from guildhall.flows.actions.wishing import rank_people
from guildhall.matching.models import MatchRound
from guildhall.matching.states import RoundState
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.programs import change_program
from tests.matching.factories import pairs_of
from tests.matching.hall import make_hall
from tests.world import NOW


@pytest.fixture
def hall(world):
    """Gwen fits Noor and Omar fits Tomas, who wishes for Gwen; a wish counts 60 points."""
    hall = make_hall(world)
    program = hall.cohort.program
    change_program(program=program, by=SYSTEM, at=NOW, wishes={"learner": True})
    for item in program.criteria["preferences"]:
        if item["id"] == "learner_wishes":
            item["weight"] = 60
    change_program(program=program, by=SYSTEM, at=NOW, criteria=program.criteria)
    tomas = world.actor("tomas")
    rank_people(enrollment=hall.tomas, people=[world.gwen.pk], by=tomas, at=NOW)
    return hall


def solve(page: Page, button: str) -> set[tuple[str, str]]:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=button).first.click()
    for _tenth in range(300):
        draft = MatchRound.objects.get()
        if draft.state == RoundState.DRAFT and draft.solved_revision == draft.revision:
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.get_by_text("Draft A, fair")).to_be_visible(timeout=30_000)
    return pairs_of(draft)


def test_a_wish_changes_the_match(walk, world, hall):
    studio = walk(world.maren.account, path=f"/cohorts/{hall.cohort.pk}/studio/")
    assert solve(studio, "Make the first draft") == {("Noor", "Gwen"), ("Tomas", "Omar")}

    phone = walk(world.noor.account, size="phone")
    phone.get_by_role("link", name="Whom would you like to work with?").click()
    phone.get_by_role("button", name="Choose Gwen Castellan").click()
    phone.get_by_role("button", name="Choose Omar Haddad").click()
    expect(phone.get_by_text("Choice 2")).to_be_visible()
    phone.get_by_role("button", name="Move Omar Haddad up").click()
    listed = phone.locator(".wish-list .person-name")
    expect(listed).to_have_text(["Omar Haddad", "Gwen Castellan"])
    wide = phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide

    assert solve(studio, "Solve again") == {("Noor", "Omar"), ("Tomas", "Gwen")}
    studio.get_by_role("link", name="Noor Rahimi").first.click()
    expect(studio.get_by_text("First wish of the mentee").first).to_be_visible()

    phone.get_by_role("button", name="Take the whole list back").click()
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.get_by_text("Your list is taken back. Nobody was told of it.")).to_be_visible()
    assert solve(studio, "Solve again") == {("Noor", "Gwen"), ("Tomas", "Omar")}
