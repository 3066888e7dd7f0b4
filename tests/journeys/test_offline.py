"""No network on the ward: what is recorded waits on the device, sealed, and arrives once."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from guildhall.assessment.models import Observation, SignOff
from guildhall.assessment.states import Proof, SignOffState
from guildhall.core import clock
from tests.assessment.ground import make_passport
from tests.assessment.signed import competency_of, see
from tests.journeys.conftest import SIZES
from tests.journeys.test_accessibility import AXE, FACTS, violations
from tests.journeys.wire import Wire
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair

HEADING = "Watch and sign without network"
NO_NETWORK = ("Failed to load resource", "net::ERR_", "Failed to fetch", "Background Sync")


@pytest.fixture
def passport(world):
    """Noor's passport; she is ready to be signed off for catheters."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)
    found = make_passport(pair)
    see(found, "catheter", world.omar, at=clock.now() - timedelta(hours=1))
    return found


class Device:
    """One phone with its network; people sign in on it one after the other."""

    def __init__(self, context: BrowserContext, wire: Wire) -> None:
        self.context, self.wire = context, wire
        self.complaints: list[str] = []

    def sign_in(self, person) -> None:
        client = Client()
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.wire.url}])

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda m: self._hear(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(str(error)))
        page.goto(self.wire.url + path)
        return page

    def get_ready(self) -> Page:
        """The preceptor's page once, with network."""
        page = self.open("/preceptees/")
        expect(page.get_by_text("Works without network.")).to_be_visible()
        return page

    def cut(self) -> None:
        self.wire.cut()
        self.context.set_offline(True)

    def mend(self) -> None:
        self.wire.mend()
        self.context.set_offline(False)

    def _hear(self, text: str) -> None:
        if not any(known in text for known in NO_NETWORK):
            self.complaints.append(text)


@pytest.fixture
def phone(browser, live_server):
    wire = Wire(live_server.url)
    context = browser.new_context(viewport=SIZES["phone"])
    device = Device(context, wire)
    yield device
    context.close()
    wire.close()
    assert device.complaints == []


def observe(page: Page, what: str, level: str = "3") -> None:
    """One observation on the page without network."""
    if not page.get_by_text("How was it done?").is_visible():
        page.get_by_role("button", name="Something else").first.click()
    choice = page.locator("label.radio-card", has_text=what)
    choice.first.click()
    page.locator(f"input[name=level][value='{level}']").check()
    page.get_by_role("button", name="Keep it, then the next").click()
    expect(page.get_by_text(f"Kept on this device: {what}, {level}.")).to_be_visible()


def sign(page: Page, what: str) -> None:
    """One sign-off on the page without network, at the level that is asked for."""
    page.get_by_role("button", name="I sign it off").click()
    page.locator("label.radio-card", has_text=what).first.click()
    page.get_by_role("button", name="Sign it", exact=True).click()
    expect(page.get_by_text(f"Signed on this device: {what}, 4.")).to_be_visible()


def waiting(page: Page):
    return page.locator("offline-waiting li")


def until(holds, seconds: float = 15) -> None:
    """Wait for something outside of the page."""
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.1)


def lying_open(page: Page) -> str:
    """All that can be read in the device's own store without the key."""
    return page.evaluate("""async () => {
      const shelves = ["items", "held"].map((name) => hallOffline.store.all(name));
      const rows = (await Promise.all(shelves)).flat();
      const plain = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder("latin1").decode(value) : value;
      return rows.map((row) => JSON.stringify(row, (_name, value) => plain(value))).join("\\n");
    }""")


def test_ten_observations_and_a_sign_off_arrive_once(phone, world, passport):
    phone.sign_in(world.gwen)
    phone.get_ready().close()
    phone.cut()
    page = phone.open("/preceptees/")
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    for turn in range(10):
        observe(page, ("IV push medication", "Blood transfusion")[turn % 2])
    sign(page, "Urinary catheter")
    expect(page.get_by_text("11 things wait on this device, safe until")).to_be_visible()
    provisional = page.get_by_text("Provisional", exact=True)
    expect(provisional.filter(visible=True)).to_have_count(1)
    said = lying_open(page)
    assert [word for word in ("Noor", "IV push", "transfusion", "catheter") if word in said] == []
    page.close()

    page = phone.open("/offline/")
    expect(waiting(page)).to_have_count(11)
    expect(waiting(page).first).to_contain_text("IV push medication, Noor Rahimi")
    assert Observation.objects.filter(observer=world.gwen).count() == 0
    assert not SignOff.objects.exists()

    phone.mend()
    expect(waiting(page)).to_have_count(0, timeout=20_000)
    expect(page.locator("offline-bar")).to_be_hidden()
    # Whatever might send again does so now.
    page.reload()
    expect(phone.get_ready().locator("offline-bar")).to_be_hidden()
    seen = Observation.objects.filter(observer=world.gwen)
    assert (seen.count(), seen.values("device_key").distinct().count()) == (10, 10)
    signed = SignOff.objects.get()
    assert (signed.proof, signed.state) == (Proof.OFFLINE, SignOffState.IN_FORCE)
    assert signed.accepted_at > signed.signed_at
    assert page.evaluate("hallOffline.store.all('items')") == []


def test_an_answer_that_gets_lost_doubles_nothing(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    phone.cut()
    page.goto(phone.wire.url + "/offline/")
    observe(page, "IV push medication")
    sign(page, "Urinary catheter")
    phone.wire.mend()
    phone.wire.loses = b"POST /offline/items/"
    phone.context.set_offline(False)
    expect(page.get_by_text("No network.")).to_be_visible()
    until(lambda: SignOff.objects.exists())
    expect(waiting(page)).to_have_count(2)
    assert phone.wire.lost
    phone.mend()
    page.reload()
    expect(waiting(page)).to_have_count(0)
    assert Observation.objects.filter(observer=world.gwen).count() == 1
    assert SignOff.objects.count() == 1


def test_somebody_else_sees_nothing_and_sends_nothing(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    phone.cut()
    page.goto(phone.wire.url + "/offline/")
    observe(page, "IV push medication")
    page.close()
    phone.sign_in(world.omar)
    phone.mend()
    page = phone.open("/relationships/")
    expect(page.locator("offline-bar")).to_be_hidden()
    page.goto(phone.wire.url + "/offline/")
    expect(page.get_by_text("Nobody to watch at present")).to_be_visible()
    expect(waiting(page)).to_have_count(0)
    assert not Observation.objects.filter(competency=competency_of(passport, "iv-push")).exists()
    page.close()
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    expect(page.locator("offline-bar")).to_be_hidden()
    assert Observation.objects.get(observer=world.gwen).competency.key == "iv-push"


def test_what_waits_outlasts_its_session(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    phone.cut()
    page.goto(phone.wire.url + "/offline/")
    observe(page, "IV push medication")
    phone.context.clear_cookies(name="sessionid")
    phone.mend()
    expect(page.get_by_text("1 thing waits on this device until whoever")).to_be_visible()
    expect(page.get_by_text("Nothing is open on this device")).to_be_visible()
    assert "Noor" not in page.locator("main").inner_text()
    phone.sign_in(world.gwen)
    expect(phone.get_ready().locator("offline-bar")).to_be_hidden()
    assert Observation.objects.filter(observer=world.gwen).count() == 1


def test_signing_out_locks_the_device(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    page.locator(".self-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    until(lambda: page.evaluate("caches.keys().then((names) => names.length === 0)"))
    held = page.evaluate("hallOffline.store.all('held')")
    assert [row["name"] for row in held] == ["device"]


def test_what_waited_too_long_is_removed_and_not_sent(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    phone.cut()
    page.goto(phone.wire.url + "/offline/")
    observe(page, "IV push medication")
    page.close()
    phone.context.clock.set_system_time(clock.now() + timedelta(hours=73))
    page = phone.open("/offline/")
    expect(page.get_by_text("Expired")).to_be_visible()
    phone.mend()
    phone.sign_in(world.gwen)
    page.goto(phone.wire.url + "/preceptees/")
    expect(page.get_by_text("1 thing was not taken.")).to_be_visible()
    assert not Observation.objects.filter(observer=world.gwen).exists()
    page.get_by_role("link", name="See them").click()
    page.get_by_role("button", name="Put away").click()
    expect(waiting(page)).to_have_count(0)


def test_a_form_that_cannot_leave_is_kept(phone, world, passport):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    page.goto(f"{phone.wire.url}/passports/{passport.pk}/observations/")
    page.get_by_label("IV push medication").check()
    page.locator("input[name=level][value='3']").check()
    page.get_by_label("What went well").fill("Asked for the allergies")
    phone.cut()
    page.get_by_role("button", name="Save, then the next").click()
    expect(page.get_by_text("It is sent once there is network.")).to_be_visible()
    expect(waiting(page)).to_have_count(1)
    phone.mend()
    expect(page.get_by_text("Everything has arrived.")).to_be_visible()
    expect(waiting(page)).to_have_count(0)
    assert Observation.objects.get(observer=world.gwen).went_well == "Asked for the allergies"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it(phone, world, passport, theme):
    phone.sign_in(world.gwen)
    page = phone.get_ready()
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    phone.cut()
    page.goto(phone.wire.url + "/offline/")
    page.get_by_role("button", name="Sign off").click()
    page.evaluate(AXE)
    found = [*page.evaluate(FACTS), *violations(page)]
    sign(page, "Urinary catheter")
    found += [*page.evaluate(FACTS), *violations(page)]
    page.get_by_role("button", name="Everybody").click()
    expect(page.get_by_text("Provisional", exact=True).filter(visible=True)).to_be_visible()
    found += [*page.evaluate(FACTS), *violations(page)]
    waiting(page).get_by_role("button", name="Remove").click()
    page.set_viewport_size({"width": 360, "height": 740})
    found += [*page.evaluate(FACTS), *violations(page)]
    page.get_by_role("button", name="Remove it", exact=True).click()
    expect(waiting(page)).to_have_count(0)
    assert found == []
