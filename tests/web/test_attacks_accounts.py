"""Attacks on accounts: taking over an address, poisoned links, open redirects, enumeration."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from guildhall.accounts.actions import make_account
from guildhall.accounts.models import Account
from guildhall.directory.actions.members import add_member
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.joining import open_join_link
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

BACKEND = "django.contrib.auth.backends.ModelBackend"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
VICTIM = "vic@alderbay.example"
PASSWORD = "a password of the attacker"


@pytest.fixture
def link(world, held_clock) -> str:
    """An open join link of Alder Bay."""
    cohort = make_cohort(make_program(world.alder))
    row = open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW)
    return f"/join/{row.token}/"


@pytest.fixture
def victim(world):
    """A record that waits for its person to sign in."""
    return add_member(
        organization=world.alder, given_name="Vic", email=VICTIM, by=SYSTEM, at=NOW
    ).person


def sign_up(link: str, email: str) -> Client:
    """Sign up by the link, up to the point where the address is to be proven."""
    client = Client()
    client.get(link)
    answer = client.post("/account/signup/", {"email": email, "password1": PASSWORD})
    assert answer.status_code == 302, answer.content[:200]
    return client


def code_in(mail) -> str:
    found = CODE.search(mail.body)
    assert found, mail.body
    return found.group()


def test_an_unproven_sign_up_claims_nothing(link, victim):
    client = sign_up(link, VICTIM)
    assert "_auth_user_id" not in client.session
    victim.refresh_from_db()
    assert victim.account is None


def test_a_password_from_before_the_proof_opens_nothing_later(link, victim, mailoutbox):
    """Somebody signs up with another's address and waits until that person signs in by a code."""
    sign_up(link, VICTIM)
    cache.clear()
    own = Client()
    asked = own.post("/account/login/code/", {"email": VICTIM})
    own.post(asked.url, {"code": code_in(mailoutbox[-1])})
    assert own.get("/welcome/").status_code == 200
    own.post(f"/welcome/records/{victim.pk}/", {"answer": "yes"})
    victim.refresh_from_db()
    assert victim.account is not None
    cache.clear()
    attacker = Client()
    attacker.post("/account/login/", {"login": VICTIM, "password": PASSWORD})
    assert "_auth_user_id" not in attacker.session
    assert not Account.objects.get(email=VICTIM).has_usable_password()


def test_who_proves_the_address_in_the_sign_up_keeps_the_password(link, victim, mailoutbox):
    client = sign_up(link, VICTIM)
    answer = client.post("/account/confirm-email/", {"code": code_in(mailoutbox[-1])})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"]
    victim.refresh_from_db()
    assert victim.account is not None
    assert victim.account.check_password(PASSWORD)


def test_a_second_address_that_was_not_proven_claims_nothing(world, victim, mailoutbox):
    account = make_account(email="eve@calder.example", at=NOW)
    EmailAddress.objects.create(user=account, email=VICTIM, verified=False, primary=False)
    client = Client()
    client.force_login(account, backend=BACKEND)
    client.post("/account/email/", {"action_primary": "", "email": VICTIM})
    account.refresh_from_db()
    assert account.email == "eve@calder.example"
    again = Client()
    asked = again.post("/account/login/code/", {"email": account.email})
    again.post(asked.url, {"code": code_in(mailoutbox[-1])})
    victim.refresh_from_db()
    assert victim.account is None


def test_an_account_without_a_proof_of_its_address_claims_nothing(victim, mailoutbox):
    """Another address of it was proven, and lets it in; the claim looks at the account's own."""
    account = Account.objects.create_user(VICTIM, created_at=NOW)
    EmailAddress.objects.create(user=account, email=VICTIM, primary=True)
    EmailAddress.objects.create(user=account, email="eve@x.example", verified=True)
    client = Client()
    asked = client.post("/account/login/code/", {"email": "eve@x.example"})
    client.post(asked.url, {"code": code_in(mailoutbox[-1])})
    assert client.session["_auth_user_id"] == str(account.pk)
    victim.refresh_from_db()
    assert victim.account is None


def test_links_in_mails_lead_home_whatever_host_was_asked(world, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["*"]
    settings.GUILDHALL_BASE_URL = "https://learn.alderbay.example"
    make_account(email="gina@alderbay.example", at=NOW)
    for email in ("gina@alderbay.example", "nobody@alderbay.example"):
        cache.clear()
        Client().post("/account/password/reset/", {"email": email}, HTTP_HOST="evil.example")
    reset, unknown = (mail.body for mail in mailoutbox[-2:])
    assert "https://learn.alderbay.example/account/password/reset/key/" in reset
    assert "evil.example" not in reset + unknown


def test_nobody_learns_who_has_an_account(world, mailoutbox):
    for path in ("/account/login/code/", "/account/password/reset/"):
        answers = []
        for email in (world.gwen.email, "nobody@alderbay.example"):
            cache.clear()
            answer = Client().post(path, {"email": email})
            answers.append((answer.status_code, answer.headers.get("Location")))
        assert answers[0] == answers[1], path


def test_nobody_learns_it_by_signing_up(link, world):
    make_account(email="gina@alderbay.example", at=NOW)
    answers = []
    for email in ("gina@alderbay.example", "new@alderbay.example"):
        cache.clear()
        client = Client()
        client.get(link)
        answer = client.post("/account/signup/", {"email": email, "password1": PASSWORD})
        answers.append((answer.status_code, answer.headers.get("Location")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_asking_again_and_again_is_stopped(world, mailoutbox, path):
    """Another address of the attacker, other sessions: the limit counts the address asked for."""
    for number in range(10):
        near = f"10.9.8.{number}"
        Client().post(path, {"email": world.gwen.email}, REMOTE_ADDR=near)
    assert 0 < len(mailoutbox) <= 5


def test_guessing_a_code_ends_soon(world, mailoutbox):
    client = Client()
    asked = client.post("/account/login/code/", {"email": world.gwen.email})
    for _ in range(6):
        client.post(asked.url, {"code": "AAAA-AAAA"})
    client.post(asked.url, {"code": code_in(mailoutbox[-1])})
    assert "_auth_user_id" not in client.session


def test_signing_in_changes_the_session_key(world, mailoutbox):
    client = Client()
    asked = client.post("/account/login/code/", {"email": world.gwen.email})
    before = client.session.session_key
    client.post(asked.url, {"code": code_in(mailoutbox[-1])})
    assert client.session["_auth_user_id"] == str(world.gwen.account_id)
    assert client.session.session_key != before


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_signing_in_leads_to_pages_of_this_house_only(world, mailoutbox, where):
    client = Client()
    asked = client.post("/account/login/code/", {"email": world.gwen.email, "next": where})
    assert "evil" not in asked.url.split("?")[0]
    answer = client.post(asked.url, {"code": code_in(mailoutbox[-1]), "next": where})
    assert answer.url == "/"
