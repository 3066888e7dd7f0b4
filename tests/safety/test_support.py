"""Asking for a person, and the page of support."""

import pytest

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import RoleGrant
from guildhall.notify.models import Message
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM, actor_for
from guildhall.relationships.actions.opening import open as open_pair
from guildhall.safety.access import READ_ASK, TAKE_UP_ASK
from guildhall.safety.actions.support import (
    ask_for_person,
    change_support_page,
    take_up_ask,
)
from guildhall.safety.queries.support import asks_of, open_asks, support_around
from guildhall.web.shared.prose import prose
from tests.world import NOW, make_person

WORDS = "We never find a time"


def ask(pair, world, *, by="noor", category="meetings", words=WORDS):
    return ask_for_person(
        relationship=pair.relationship, category=category, words=words, by=world.actor(by), at=NOW
    )


def told(kind="person_asked_for"):
    rows = Message.objects.filter(kind=f"safety.{kind}").order_by("pk")
    return [message.person.given_name for message in rows]


def test_coordinators_hear_that_and_the_partner_hears_nothing(world, pair):
    row = ask(pair, world)
    assert told() == ["Maren"]
    mail = Message.objects.get(kind="safety.person_asked_for")
    assert WORDS not in mail.subject + mail.body
    assert "meetings" not in mail.subject + mail.body
    readers = [
        name
        for name in ("noor", "gwen", "maren", "ada", "vera", "milo", "olga")
        if may(READ_ASK, world.actor(name), row)
    ]
    assert readers == ["noor", "maren", "ada"]
    assert asks_of(pair.relationship, actor=world.actor("gwen")) == []
    assert open_asks(world.actor("maren"), limit=3) == [row]
    assert open_asks(world.actor("olga"), limit=3) == []


def test_a_coordinator_who_is_of_the_pair_is_passed_by(world):
    pair = open_pair(
        organization=world.alder,
        guides=[world.maren],
        learners=[world.noor],
        opens_at_once=True,
        by=SYSTEM,
        at=NOW,
    )
    row = ask_for_person(relationship=pair, category="fit", by=world.actor("noor"), at=NOW)
    assert told() == ["Ada"]
    assert not may(READ_ASK, world.actor("maren"), row)
    assert may(TAKE_UP_ASK, world.actor("ada"), row)


def test_a_coordinator_takes_it_up_and_then_one_may_ask_again(world, pair):
    row = ask(pair, world)
    with pytest.raises(WrongState, match="asked already"):
        ask(pair, world)
    ask(pair, world, by="gwen")
    with pytest.raises(NotAllowed):
        take_up_ask(ask=row, by=world.actor("noor"), at=NOW)
    with pytest.raises(NotVisible):
        take_up_ask(ask=row, by=world.actor("gwen"), at=NOW)
    for _again in range(2):
        take_up_ask(ask=row, by=world.actor("maren"), at=NOW)
    assert told("news") == ["Noor"]
    ask(pair, world)


def test_what_is_refused(world, pair):
    with pytest.raises(NotAllowed):
        ask(pair, world, by="maren")
    with pytest.raises(NotVisible):
        ask(pair, world, by="olga")
    with pytest.raises(InvalidInput):
        ask(pair, world, category="gossip")
    RoleGrant.objects.all().delete()
    with pytest.raises(WrongState, match="Nobody is there"):
        ask(pair, world)


def test_each_organization_writes_its_page(world):
    change_support_page(
        organization=world.alder,
        emergency="Call 555 0100",
        text="## Counseling",
        by=world.actor("maren"),
        at=NOW,
    )
    [(house, page)] = support_around(world.actor("noor"))
    assert (house, page.emergency) == (world.alder, "Call 555 0100")
    assert support_around(world.actor("olga")) == [(world.calder, None)]
    for name, error in (("vera", NotAllowed), ("noor", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            change_support_page(
                organization=world.alder, emergency="", text="", by=world.actor(name), at=NOW
            )


def test_a_guest_of_a_program_reads_its_page(world, pair):
    guest = make_person(world.calder, "Ulla Guest")
    pair.relationship.parties.create(person=guest, side="learner")
    houses = support_around(actor_for(account_id=None, person_id=guest.pk))
    assert [house for house, _page in houses] == [world.alder, world.calder]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        '<img src="https://elsewhere.example/x" onerror="alert(1)">',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_dangerous_gets_out_of_the_markdown(text):
    html = str(prose(text))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_markdown_reads_as_meant():
    html = str(prose("# Counseling\n\n**Mondays**, [call](tel:5550100)"))
    assert html == (
        '<h3>Counseling</h3>\n<p><strong>Mondays</strong>, <a href="tel:5550100">call</a></p>\n'
    )
