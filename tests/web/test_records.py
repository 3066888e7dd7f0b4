"""Being asked whether one is the person whom an organization says it knows."""

import html
import re

import pytest
from django.test import Client

from guildhall.accounts.actions import make_account
from guildhall.directory.actions.invitations import invite
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.joining import open_join_link
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
ASKED = "Calder University says they know you"


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def sign_in_by_code(email: str, mailoutbox, **more) -> tuple[Client, str]:
    """A client that has signed in, and where that led."""
    client = Client()
    asked = client.post("/account/login/code/", {"email": email, **more})
    code = CODE.search(mailoutbox[-1].body).group()
    return client, client.post(asked.url, {"code": code, **more}).url


@pytest.fixture
def record(world) -> Person:
    """Calder's coordinator wrote Gwen's address into a record."""
    return add_member(
        organization=world.calder,
        given_name="Gwendolyn",
        email="gwen@alderbay.example",
        by=world.actor("olga"),
        at=NOW,
    ).person


def test_the_next_sign_in_asks_and_leads_on(world, record, mailoutbox):
    gwen, url = sign_in_by_code(world.gwen.email, mailoutbox, next="/settings/")
    assert url == "/welcome/records/?next=%2Fsettings%2F"
    page = words(gwen.get(url))
    assert ASKED in page
    assert "Gwendolyn" in page
    answer = gwen.post(f"/welcome/records/{record.pk}/", {"answer": "yes", "next": "/settings/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings/")
    record.refresh_from_db()
    assert record.merged_into == world.gwen
    _client, url = sign_in_by_code(world.gwen.email, mailoutbox)
    assert url == "/"


def test_today_says_so_until_it_is_answered(record, sign_in):
    gwen = sign_in("gwen")
    assert ASKED in words(gwen.get("/"))
    gwen.post(f"/welcome/records/{record.pk}/", {"answer": "no"})
    after = words(gwen.get("/"))
    assert "The record at Calder University stays apart." in after
    assert ASKED not in after
    assert "It is me after all" in words(gwen.get("/welcome/records/"))
    record.refresh_from_db()
    assert record.account is None


def test_the_other_house_sees_nothing_before_a_yes(world, record, sign_in):
    olga = sign_in("olga")
    before = words(olga.get(f"/people/{record.pk}/"))
    assert "Castellan" not in before
    assert olga.get(f"/people/{world.gwen.pk}/").status_code == 404
    sign_in("gwen").post(f"/welcome/records/{record.pk}/", {"answer": "no"})
    assert olga.get(f"/people/{world.gwen.pk}/").status_code == 404
    sign_in("gwen").post(f"/welcome/records/{record.pk}/", {"answer": "yes"})
    assert "Castellan" in words(olga.get(f"/people/{world.gwen.pk}/"))


def test_an_answer_is_yes_or_no(record, sign_in):
    gwen = sign_in("gwen")
    answer = gwen.post(f"/welcome/records/{record.pk}/", {"answer": "perhaps"})
    assert (answer.status_code, "choose yes or no" in words(answer)) == (422, True)
    away = gwen.post(
        f"/welcome/records/{record.pk}/", {"answer": "no", "next": "https://evil.example/"}
    )
    assert away.headers["Location"] == "/"


def test_somebody_without_a_record_is_asked_too(world, record, mailoutbox):
    add_member(
        organization=world.calder, given_name="Ana", email="ana@x.example", by=SYSTEM, at=NOW
    )
    make_account(email="ana@x.example", at=NOW)
    ana, url = sign_in_by_code("ana@x.example", mailoutbox)
    assert url == "/welcome/records/?next=%2F"
    page = words(ana.get(url))
    assert "Yes: the record is yours, and you belong there." in page
    assert "Somebody says they know you" in words(ana.get("/welcome/"))
    own = Person.objects.get(email="ana@x.example")
    assert ana.post(f"/welcome/records/{own.pk}/", {"answer": "yes"}).status_code == 303
    assert ana.get("/").status_code == 200


@pytest.mark.parametrize("way", ["invitation", "join link"])
def test_a_first_sign_in_by_ones_own_link_counts_as_yes(world, held_clock, mailoutbox, way):
    """Calder has a record with the same address, and is asked about as ever."""
    email = "ana@x.example"
    here, there = (
        add_member(organization=house, given_name="Ana", email=email, by=SYSTEM, at=NOW).person
        for house in (world.alder, world.calder)
    )
    if way == "invitation":
        _row, token = invite(organization=world.alder, email=email, by=world.actor("maren"), at=NOW)
        link = f"/invitation/{token}/"
    else:
        cohort = make_cohort(make_program(world.alder))
        link = f"/join/{open_join_link(cohort=cohort, side='learner', by=SYSTEM, at=NOW).token}/"
    client = Client()
    client.get(link)
    client.post(
        f"/account/signup/?next={link}", {"email": email, "password1": "four words in a row"}
    )
    code = CODE.search(mailoutbox[-1].body).group()
    answer = client.post("/account/confirm-email/", {"code": code})
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.account.email, there.account) == (email, None)
    assert answer.url.startswith("/welcome/records/")
    assert ASKED in words(client.get(answer.url))


def test_going_on_as_a_member_brings_the_record_there(world, held_clock, sign_in):
    """The record is found by the address; nobody is told that it is taken."""
    record = add_member(
        organization=world.alder, given_name="Ana", email="ana@x.example", by=SYSTEM, at=NOW
    ).person
    link = open_join_link(
        cohort=make_cohort(make_program(world.alder)),
        side="learner",
        by=SYSTEM,
        at=NOW,
        admits_newcomers=True,
    )
    client = Client()
    client.force_login(
        make_account(email="ana@x.example", at=NOW),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.post(f"/join/{link.token}/membership/", {"given_name": "Ana"})
    assert answer.status_code == 303
    record.refresh_from_db()
    assert record.account is not None
    assert Membership.objects.filter(person__email="ana@x.example").count() == 1
