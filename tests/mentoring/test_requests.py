"""Asking, taking back, and what the two alone may read."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Membership
from guildhall.mentoring.actions.answers import decline_request
from guildhall.mentoring.actions.offers import pause_offer
from guildhall.mentoring.actions.requests import withdraw_request
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.offer_access import (
    ANSWER_REQUEST,
    OVERSEE_REQUESTS,
    SEE_REQUEST,
    WITHDRAW_REQUEST,
)
from guildhall.mentoring.queries.overseen import (
    offer_counts,
    overseen_lines,
    request_counts,
    requests_overseen,
)
from guildhall.notify.models import Message
from guildhall.people.actions.profile import pause_profile
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import NeverPair
from tests.mentoring.finding import SECRET, ask, make_offer
from tests.programs.factories import make_program
from tests.world import NOW

CAST = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")


def test_asking_tells_the_guide_without_the_words(world):
    row = ask(world, make_offer(world), goal="Speak up in rounds", every_days=14)
    assert (row.guide, row.learner, row.asked) == (world.gwen, world.noor, world.gwen)
    assert row.expires_at == NOW + timedelta(days=14)
    mail = Message.objects.get(kind="mentoring.request_received")
    assert mail.person == world.gwen
    assert "failed" not in mail.subject + mail.body
    assert Event.objects.get(kind="guide_request_asked").ids == {
        "guide": world.gwen.pk,
        "learner": world.noor.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, goal FROM mentoring_guiderequest")
        assert not any("failed" in cell or "rounds" in cell for cell in cursor.fetchone())


def test_who_may_is_answered_alike_for_one_and_for_many(world):
    row = ask(world, make_offer(world))
    expected = {
        SEE_REQUEST: {"noor", "gwen"},
        ANSWER_REQUEST: {"gwen"},
        WITHDRAW_REQUEST: {"noor"},
        OVERSEE_REQUESTS: {"maren", "ada", "vera"},
    }
    for access, people in expected.items():
        assert {name for name in CAST if may(access, world.actor(name), row)} == people
        assert {n for n in CAST if visible_to(access, world.actor(n)).exists()} == people


def test_coordinators_see_states_and_their_own_people_only(world):
    make_program(world.alder, partners=[world.calder])
    offer = make_offer(world, places=2, houses=(world.calder.pk,))
    ask(world, offer)
    ask(world, offer, "olga")
    maren, olga = world.actor("maren"), world.actor("olga")
    assert request_counts(maren)["asked"] == 2
    assert offer_counts(maren)["shown"] == 1
    lines = overseen_lines(list(requests_overseen(maren)), maren)
    assert [(line.guide, line.learner) for line in lines] == [
        ("Gwen Castellan", ""),
        ("Gwen Castellan", "Noor Rahimi"),
    ]
    (line,) = overseen_lines(list(requests_overseen(olga)), olga)
    assert (line.guide, line.learner) == ("", "Olga Berg")
    assert offer_counts(olga)["shown"] == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"line": " "}, "line"),
        ({"line": "x" * 601}, "line"),
        ({"goal": "x" * 301}, "goal"),
        ({"every_days": 0}, "every_days"),
    ],
)
def test_bad_requests_are_named(world, values, field):
    offer = make_offer(world)
    with pytest.raises(InvalidInput) as refused:
        ask(world, offer, **values)
    assert field in refused.value.problems
    assert not GuideRequest.objects.exists()


def test_no_double_request(world):
    offer = make_offer(world)
    ask(world, offer)
    with pytest.raises(WrongState, match="waits for an answer already"):
        ask(world, offer)


def test_at_most_three_wait_at_once(world):
    offers = [make_offer(world, name) for name in ("gwen", "omar", "tomas", "maren")]
    first, *_rest = [ask(world, offer) for offer in offers[:3]]
    with pytest.raises(WrongState, match="Three requests"):
        ask(world, offers[3])
    withdraw_request(request=first, by=world.actor("noor"), at=NOW)
    assert ask(world, offers[3]).state == "asked"


def test_taken_back_the_words_are_gone(world):
    offer = make_offer(world)
    row = ask(world, offer)
    withdraw_request(request=row, by=world.actor("noor"), at=NOW)
    row.refresh_from_db()
    assert (row.state, row.line) == ("withdrawn", "")
    with pytest.raises(WrongState, match="taken back"):
        withdraw_request(request=row, by=world.actor("noor"), at=NOW)
    assert ask(world, offer).line == SECRET


@pytest.mark.parametrize(("name", "error"), [("gwen", NotAllowed), ("maren", NotVisible)])
def test_only_the_asker_takes_it_back(world, name, error):
    row = ask(world, make_offer(world))
    with pytest.raises(error):
        withdraw_request(request=row, by=world.actor(name), at=NOW)


def test_a_full_or_pausing_guide_is_not_asked(world):
    offer = make_offer(world)
    pause_profile(person=world.gwen, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="no free place"):
        ask(world, offer)
    pause_offer(offer=offer, by=world.actor("gwen"), at=NOW)
    with pytest.raises(NotVisible):
        ask(world, offer)


def test_nobody_asks_their_manager_or_whoever_must_not_meet_them(world):
    managers = make_offer(world, "milo")
    with pytest.raises(WrongState, match="cannot be a pair here"):
        ask(world, managers)
    Membership.objects.filter(person=world.milo).update(manager=world.omar)
    with pytest.raises(WrongState, match="cannot be a pair here"):
        ask(world, make_offer(world, "omar"))
    NeverPair.objects.create(person=world.gwen, other=world.noor, said_at=NOW)
    with pytest.raises(WrongState, match="cannot be a pair here"):
        ask(world, make_offer(world))


def test_a_no_is_not_asked_about_again_for_a_month(world):
    offer = make_offer(world)
    row = ask(world, offer)
    decline_request(request=row, by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="ask again after"):
        ask(world, offer, at=NOW + timedelta(days=29))
    assert ask(world, offer, at=NOW + timedelta(days=31)).state == "asked"
