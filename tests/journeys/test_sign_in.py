"""Every way to sign in, in a real browser: code by mail, passkey, password with a second step."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from guildhall.accounts.models import CacheEntry
from guildhall.core import clock

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
PASSWORD = "a sentence that opens the door"
PHONE_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def walk(walk):
    """Nobody waits long for a field that is not there."""

    def go(*args, **options) -> Page:
        page = walk(*args, **options)
        page.set_default_timeout(10_000)
        return page

    return go


@pytest.fixture
def gwen(world):
    account = world.gwen.account
    account.set_password(PASSWORD)
    account.save()
    return account


def add_authenticator(page: Page) -> None:
    """A key that is built into this browser, and says yes by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_KEY})


def sign_out(page: Page) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")


def sign_in_by_code(page: Page, email: str, mailoutbox) -> None:
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/account/login/code/confirm/**")
    found = CODE.search(mailoutbox[-1].body)
    page.get_by_label("Code").fill(found.group())
    page.get_by_role("button", name="Confirm").click()


def sign_in_by_password(page: Page, email: str) -> None:
    page.get_by_text("Use a password instead").click()
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of_the_app(secret: str, *, steps: int = 0) -> str:
    """What the app on the phone shows, so many half minutes from now."""
    counter = int(clock.now().timestamp()) // 30 + steps
    return format_hotp_value(hotp_value(secret, counter))


def forget_used_codes() -> None:
    """As if half a minute had passed: the code that the app shows was not used yet."""
    CacheEntry.objects.filter(cache_key__contains="totp.used").delete()


def open_safety(page: Page) -> None:
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_role("link", name=re.compile("Sign-in and safety")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passkeys and second step")


def test_a_passkey_from_adding_to_removing(walk, world, mailoutbox):
    page = walk(path="/account/login/")
    add_authenticator(page)
    sign_in_by_code(page, world.gwen.email, mailoutbox)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")
    open_safety(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add", exact=True).click()
    # It brings codes for the day on which the device is lost; the new key opens them.
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.filter(type="webauthn").get().wrap().name == "My laptop"

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")

    # A code by mail asks for the key as well: a mailbox alone does not open the account.
    sign_out(page)
    sign_in_by_code(page, world.gwen.email, mailoutbox)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")

    open_safety(page)
    page.get_by_role("link", name="Your keys").click()
    expect(page.locator("main")).not_to_contain_text("Not yet")
    page.get_by_role("link", name="Rename").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_label("Name").fill("Laptop at home")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("rowheader", name=re.compile("Laptop at home"))).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove “Laptop at home”")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("main")).to_contain_text("No keys yet")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_browser_without_a_passkey_says_so(walk, world):
    page = walk(path="/account/login/")
    add_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey came from this browser.")).to_be_visible(timeout=30_000)


def test_an_authenticator_app_from_setting_up_to_turning_off(walk, gwen, tmp_path):
    page = walk(path="/account/login/")
    sign_in_by_password(page, gwen.email)
    open_safety(page)
    page.get_by_role("link", name="Set up").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_label("Or type this into the app").input_value()
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("main")).to_contain_text("That code does not fit")
    assert page.get_by_label("Or type this into the app").input_value() == secret
    page.get_by_label("Authenticator code").fill(code_of_the_app(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    shown = page.locator(".recovery-codes code").all_inner_texts()
    assert len(shown) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split() == shown

    sign_out(page)
    sign_in_by_password(page, gwen.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("That code does not fit")
    expect(page.get_by_role("button", name="Use a passkey or security key")).to_have_count(0)
    # The code that set it up was used; the app shows the next one half a minute later.
    forget_used_codes()
    page.get_by_label("Code").fill(code_of_the_app(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")

    sign_out(page)
    sign_in_by_password(page, gwen.email)
    page.get_by_label("Code").fill(shown[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")
    open_safety(page)
    expect(page.locator("main")).to_contain_text("9 codes are left.")

    sign_out(page)
    sign_in_by_password(page, gwen.email)
    page.get_by_label("Code").fill(shown[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("That code does not fit")
    page.get_by_label("Code").fill(shown[1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")

    open_safety(page)
    page.get_by_role("link", name="Turn off").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Turn off").click()
    expect(page.locator("main")).to_contain_text("Not set up")
    sign_out(page)
    sign_in_by_password(page, gwen.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gwen")
