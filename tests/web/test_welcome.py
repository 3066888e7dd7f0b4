"""Coming in: invitations through the browser's eyes, newcomers, and the doors of the demo."""

import re

import pytest
from django.test import Client

from guildhall.accounts.actions import make_account
from guildhall.accounts.demo_mark import is_demo, mark_as_demo, set_doors
from guildhall.accounts.models import Account, DemoMark
from guildhall.core.errors import WrongState
from guildhall.directory.models import Invitation, Membership
from guildhall.flows.actions.inviting import invite_by_mail
from guildhall.notify.models import Message
from tests.world import NOW

BACKEND = "django.contrib.auth.backends.ModelBackend"


def invite(world, **values) -> str:
    """Invite somebody new; returns the path in the mail."""
    invite_by_mail(
        organization=world.alder,
        email="priya.nair@alderbay.example",
        by=world.actor("ada"),
        at=NOW,
        **values,
    )
    return Message.objects.get(kind="flows.invitation").path


def test_an_invitation_is_a_mail_with_a_link(world, held_clock):
    path = invite(world, role="coordinator")
    mail = Message.objects.get()
    assert re.fullmatch(r"/invitation/[\w-]{40,}/", path)
    assert mail.subject == "Alder Bay Teaching Hospital invites you"
    assert "as program coordinator" in mail.body
    page = Client().get(path)
    assert b"Make an account" in page.content


def test_who_accepts_is_in(world, held_clock):
    path = invite(world, role="coordinator")
    account = make_account(email="priya.nair@alderbay.example", at=NOW)
    client = Client()
    client.force_login(account, backend=BACKEND)
    assert client.get("/").url == "/welcome/"
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    person = Invitation.objects.get().person
    assert (person.name, person.account) == ("Priya Nair", account)
    assert Membership.objects.get(person=person).organization == world.alder
    assert client.get("/programs/").status_code == 200
    assert client.get(path).status_code == 409


def test_a_stranger_with_the_link_stays_out(world, sign_in, held_clock):
    path = invite(world)
    answer = sign_in("olga").post(path)
    assert answer.status_code == 409
    assert b"sent to another address" in answer.content
    assert Client().get("/invitation/made-up/").status_code == 404


def test_sign_up_is_closed_without_an_invitation(world, held_clock):
    client = Client()
    page = client.get("/account/signup/")
    assert b"password1" not in page.content
    client.get(invite(world))
    assert b"password1" in client.get("/account/signup/").content


def test_a_code_by_mail_signs_in(world, mailoutbox):
    client = Client()
    page = client.post("/account/login/code/", {"email": world.gwen.email})
    assert page.status_code == 302
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mailoutbox[-1].body).group()
    answer = client.post(page.url, {"code": code})
    assert answer.status_code == 302
    assert "Good" in client.get("/").content.decode()


@pytest.fixture
def demo(db):
    """A demo database with one door."""
    mark_as_demo(at=NOW)
    account = Account.objects.create_user("door@demo.example")
    other = Account.objects.create_user("other@demo.example")
    set_doors(
        [{"account_id": account.pk, "name": "Door", "role": "R", "text": "", "kind": "staff"}]
    )
    return account, other


def test_one_click_signs_in_through_a_door_only(demo):
    account, other = demo
    client = Client()
    assert b"Door" in client.get("/demo/").content
    assert client.post(f"/demo/door/{other.pk}/").status_code == 404
    assert client.get(f"/demo/door/{account.pk}/").status_code == 405
    assert client.post(f"/demo/door/{account.pk}/").status_code == 303
    assert client.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "10.1.2.3"},
        {"HTTP_HOST": "learn.example"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "10.1.2.3"},
    ],
)
def test_the_doors_are_shut_from_anywhere_else(demo, settings, where):
    settings.ALLOWED_HOSTS = ["learn.example", "testserver"]
    assert Client().get("/demo/", **where).status_code == 404
    assert Client().post(f"/demo/door/{demo[0].pk}/", **where).status_code == 404


def test_the_doors_are_shut_under_https(demo, settings):
    settings.IS_HTTPS = True
    assert Client().get("/demo/").status_code == 404


def test_a_database_in_use_never_becomes_a_demo(world):
    with pytest.raises(WrongState, match="already holds accounts"):
        mark_as_demo(at=NOW)
    assert not is_demo()
    assert Client().get("/demo/").status_code == 404


def test_there_is_one_mark_at_most(demo):
    Account.objects.all().delete()
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        mark_as_demo(at=NOW)
    assert DemoMark.objects.count() == 1
