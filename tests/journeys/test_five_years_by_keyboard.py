"""Five years of an informal pair by keyboard alone: a note, a meeting a year, a yes a year, and a
change of employer. Nothing here clicks, and nothing sets the focus; time is moved by the test."""

import pytest
from playwright.sync_api import Page, expect

from guildhall.mentoring.actions.renewals import ask_renewals
from guildhall.mentoring.models import Renewal
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import agreed_cadence
from tests.journeys.hands import Hands
from tests.journeys.test_five_years import MOVES_IN, SECRET, YEARS, change_employer, line_of
from tests.mentoring.ending import informal


@pytest.fixture
def pair(world, time_passes) -> Relationship:
    """Gwen and Noor began by themselves, without a last day."""
    return informal(world, world.gwen, world.noor, at=time_passes.at)


def keep_a_note(page: Page) -> None:
    keys = Hands(page)
    keys.push(page.locator("summary", has_text="Note").first)
    keys.write(page.get_by_label("Note", exact=True), SECRET)
    keys.push(page.get_by_role("button", name="Keep it").first)
    expect(page.get_by_text(SECRET)).to_be_visible()
    keys.done()


def log_that_they_met(page: Page, home: str, year: int) -> None:
    page.goto(home)
    keys = Hands(page)
    keys.push(page.locator("summary", has_text="We met"))
    keys.write(page.get_by_label("One line to remember"), line_of(year))
    keys.push(page.get_by_role("button", name="Log that we met"))
    expect(page.get_by_text(line_of(year))).to_be_visible()
    keys.done()


def say_yes_twice(walk, gwen: Page, home: str, person, *, is_calmer: bool) -> None:
    """Noor from her mail, Gwen on the page of the pair."""
    links = ActionLink.objects.filter(person=person, act="renewal.renew", used_at=None)
    mail = walk(None, path=link_path(links.latest("pk").pk))
    keys = Hands(mail)
    keys.push(mail.get_by_role("button", name="Yes, another year"))
    expect(mail.get_by_text("You hear from us once everybody has said yes.")).to_be_visible()
    keys.done()
    mail.context.close()
    gwen.goto(home)
    keys = Hands(gwen)
    if is_calmer:
        keys.push(gwen.get_by_role("link", name="Something else"))
        choose_radio(keys, gwen, "Twice a year")
        keys.push(gwen.get_by_role("button", name="Yes", exact=True))
    else:
        keys.push(gwen.get_by_role("button", name="Yes, as now"))
    expect(gwen.get_by_text("You go on for another year.")).to_be_visible()
    keys.done()


def choose_radio(keys: Hands, page: Page, label: str) -> None:
    """Tab comes to the one that is chosen, or to the first; arrows walk on to the others."""
    target = page.get_by_label(label)
    name = target.get_attribute("name")
    group = page.locator(f'input[name="{name}"]')
    chosen = page.locator(f'input[name="{name}"]:checked')
    keys.to(chosen if chosen.count() else group.first)
    keys.press("Space")
    for _step in range(group.count()):
        if target.is_checked():
            return
        keys.press("ArrowDown")
    raise AssertionError(f"{label} cannot be chosen by arrows")


def take_the_pair_along(noor: Page, gwen: Page, home: str) -> None:
    """Noor proposes her new employer, and Gwen agrees."""
    noor.goto(home)
    keys = Hands(noor)
    keys.push(noor.get_by_role("link", name="Changed employer? Where your pair belongs"))
    choose_radio(keys, noor, "Calder University")
    keys.push(noor.get_by_role("button", name="Propose it"))
    expect(noor.get_by_text("Proposed. It moves once the other agrees.")).to_be_visible()
    keys.done()
    gwen.goto(home)
    keys = Hands(gwen)
    keys.push(gwen.get_by_role("link", name="Have a look"))
    keys.push(gwen.get_by_role("button", name="Agree", exact=True))
    expect(gwen.get_by_text("Your pair belongs to Calder University now.")).to_be_visible()
    keys.done()


def test_five_years_without_a_mouse(walk, live_server, world, pair, time_passes):
    path = f"/relationships/{pair.pk}/"
    home = live_server.url + path
    noor = walk(world.noor.account, path=path)
    gwen = walk(world.gwen.account, path=path)
    keep_a_note(noor)
    for year in YEARS:
        time_passes.move(days=364)
        log_that_they_met(noor, home, year)
        asked_at = time_passes.move(days=1)
        assert ask_renewals(at=asked_at) == 1
        time_passes.move(hours=1)
        say_yes_twice(walk, gwen, home, world.noor, is_calmer=year == 2)
        time_passes.at = asked_at
        if year == MOVES_IN:
            change_employer(world, asked_at)
            take_the_pair_along(noor, gwen, home)
    pair.refresh_from_db()
    assert (pair.state, pair.organization, pair.meetings_held) == ("active", world.calder, 5)
    assert agreed_cadence(pair).every_days == 182
    assert [one.outcome for one in Renewal.objects.all()] == ["renewed"] * 5
    gwen.goto(home)
    keys = Hands(gwen)
    keys.push(gwen.get_by_role("link", name="Earlier"))
    keys.done()
    for year in YEARS:
        expect(gwen.get_by_text(line_of(year))).to_be_visible()
    assert SECRET not in gwen.content()
