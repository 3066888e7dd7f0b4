"""An informal pair over five years: asked once a year, and past a change of employer.

Time is moved by the test.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from guildhall.directory.actions.members import end_membership
from guildhall.directory.models import Membership
from guildhall.mentoring.actions.renewals import ask_renewals
from guildhall.mentoring.models import Renewal
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import agreed_cadence
from tests.mentoring.ending import informal

YEARS = (1, 2, 3, 4, 5)
SECRET = "I nearly asked for somebody else."
MOVES_IN = 3


@pytest.fixture
def pair(world, time_passes) -> Relationship:
    """Gwen and Noor began by themselves, without a last day."""
    return informal(world, world.gwen, world.noor, at=time_passes.at)


def fits_the_screen(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def line_of(year: int) -> str:
    return f"What year {year} was about"


def log_that_they_met(page: Page, home: str, year: int) -> None:
    page.goto(home)
    page.locator("summary", has_text="We met").click()
    page.get_by_label("One line to remember").fill(line_of(year))
    page.get_by_role("button", name="Log that we met").click()
    expect(page.get_by_text(line_of(year))).to_be_visible()


def say_yes_twice(walk, gwen: Page, home: str, person, *, size: str, is_calmer: bool) -> None:
    """Noor from her mail, Gwen on the page of the pair."""
    links = ActionLink.objects.filter(person=person, act="renewal.renew", used_at=None)
    mail = walk(None, size=size, path=link_path(links.latest("pk").pk))
    mail.get_by_role("button", name="Yes, another year").click()
    expect(mail.get_by_text("You hear from us once everybody has said yes.")).to_be_visible()
    mail.context.close()
    gwen.goto(home)
    expect(gwen.get_by_text("Another year together?")).to_be_visible()
    if is_calmer:
        gwen.get_by_role("link", name="Something else").click()
        gwen.get_by_label("Twice a year").check(force=True)
        assert fits_the_screen(gwen)
        gwen.get_by_role("button", name="Yes", exact=True).click()
    else:
        gwen.get_by_role("button", name="Yes, as now").click()
    expect(gwen.get_by_text("You go on for another year.")).to_be_visible()


def change_employer(world, at) -> None:
    """Noor leaves Alder Bay and works at Calder from then on."""
    old = Membership.objects.get(person=world.noor, organization=world.alder)
    end_membership(membership=old, by=world.actor("ada"), at=at)
    Membership.objects.create(organization=world.calder, person=world.noor, started_at=at)


def take_the_pair_along(noor: Page, gwen: Page, home: str) -> None:
    """Noor proposes her new employer, and Gwen agrees."""
    noor.goto(home)
    noor.get_by_role("link", name="Changed employer? Where your pair belongs").click()
    noor.get_by_label("Calder University").check(force=True)
    assert fits_the_screen(noor)
    noor.get_by_role("button", name="Propose it").click()
    expect(noor.get_by_text("Proposed. It moves once the other agrees.")).to_be_visible()
    gwen.goto(home)
    gwen.get_by_role("link", name="Have a look").click()
    assert fits_the_screen(gwen)
    gwen.get_by_role("button", name="Agree", exact=True).click()
    expect(gwen.get_by_text("Your pair belongs to Calder University now.")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_over_five_years_it_stays_the_same_page(walk, live_server, world, pair, time_passes, size):
    path = f"/relationships/{pair.pk}/"
    home = live_server.url + path
    noor = walk(world.noor.account, size=size, path=path)
    gwen = walk(world.gwen.account, size=size, path=path)
    noor.locator("summary", has_text="Note").first.click()
    noor.get_by_label("Note", exact=True).fill(SECRET)
    noor.get_by_role("button", name="Keep it").first.click()
    expect(noor.get_by_text(SECRET)).to_be_visible()
    for year in YEARS:
        time_passes.move(days=364)
        assert ask_renewals(at=time_passes.at) == 0
        log_that_they_met(noor, home, year)
        asked_at = time_passes.move(days=1)
        assert ask_renewals(at=asked_at) == 1
        time_passes.move(hours=1)
        say_yes_twice(walk, gwen, home, world.noor, size=size, is_calmer=year == 2)
        time_passes.at = asked_at
        if year == MOVES_IN:
            change_employer(world, asked_at)
            take_the_pair_along(noor, gwen, home)

    pair.refresh_from_db()
    assert (pair.state, pair.organization, pair.meetings_held) == ("active", world.calder, 5)
    assert time_passes.at - pair.opened_at == timedelta(days=5 * 365)
    assert agreed_cadence(pair).every_days == 182
    assert Relationship.objects.count() == 1
    assert [one.outcome for one in Renewal.objects.all()] == ["renewed"] * 5
    for page, reads_secret in ((noor, True), (gwen, False)):
        page.goto(home)
        page.get_by_role("link", name="Earlier").click()
        for year in YEARS:
            expect(page.get_by_text(line_of(year))).to_be_visible()
        expect(page.get_by_text("It began")).to_be_visible()
        assert (SECRET in page.content()) is reads_secret
        assert fits_the_screen(page)
    # Calder's coordinator sees that they met, and none of their lines.
    olga = walk(world.olga.account, size=size, path=path)
    expect(olga.get_by_text("They met, 45 minutes").first).to_be_visible()
    assert line_of(5) not in olga.content()
    assert SECRET not in olga.content()
