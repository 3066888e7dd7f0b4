"""The gate, the ward card, and what is reported from it."""

from datetime import timedelta

import pytest

from guildhall.assessment.actions.contesting import contest_sign_off
from guildhall.assessment.actions.incidents import report_incident, settle_incident
from guildhall.assessment.actions.ward_cards import end_ward_card, make_ward_card
from guildhall.assessment.models import Incident
from guildhall.assessment.queries.gate import gate_of, passport_behind, people_at_the_gate
from guildhall.assessment.queries.gate import today_in as day_in
from guildhall.assessment.sign_off_seals import card_secret, card_turn
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.links import LinkGone
from guildhall.notify.models import Message
from tests.assessment.signed import competency_of, see, sign
from tests.world import NOW

TURN = timedelta(hours=12)


def said(passport, key: str, at=NOW) -> str:
    return gate_of(passport, competency_of(passport, key), today=day_in(passport, at)).words


def report(world, passport, key="iv-push", *, by="omar", words="", at=NOW) -> Incident:
    return report_incident(
        passport=passport,
        competency=competency_of(passport, key),
        words=words,
        by=world.actor(by),
        at=at,
    )


def test_alone_only_with_a_sign_off_in_force(world, passport):
    assert said(passport, "iv-push") == "No. Not taught yet"
    see(passport, "iv-push", world.gwen, level="1")
    assert said(passport, "iv-push") == "No. Watch only"
    see(passport, "iv-push", world.gwen, level="2b", at=NOW)
    assert said(passport, "iv-push") == "Only with somebody in the room"
    see(passport, "iv-push", world.gwen, world.omar, world.gwen, at=NOW)
    assert said(passport, "iv-push") == "Only with somebody at hand"
    signed = sign(world, passport, "iv-push")
    assert said(passport, "iv-push") == "Yes, alone"
    contest_sign_off(row=signed, why="No", by=world.actor("noor"), at=NOW)
    assert said(passport, "iv-push") == "No. The sign-off is contested"


def test_a_lapsed_sign_off_answers_no_the_day_after(world, passport):
    see(passport, "iv-push", world.gwen, world.omar, world.gwen)
    sign(world, passport, "iv-push")
    assert said(passport, "iv-push", NOW + timedelta(days=365)) == "Yes, alone"
    words = said(passport, "iv-push", NOW + timedelta(days=366))
    assert words == "No. The sign-off lapsed on Nov 16, 2027"


def test_signed_below_alone_is_not_a_yes(world, passport):
    sign(world, passport, "iv-push", level="3")
    assert said(passport, "iv-push") == "Only with somebody at hand"


def test_colleagues_of_the_house_ask_and_nobody_else(world, passport):
    for colleague in ("omar", "tomas", "milo", "vera", "maren", "noor", "gwen"):
        assert list(people_at_the_gate(world.actor(colleague), "noor")) == [passport]
    assert list(people_at_the_gate(world.actor("olga"), "")) == []
    assert list(people_at_the_gate(world.actor("omar"), "gwen")) == []
    world.omar.memberships.update(ended_at=NOW)
    assert list(people_at_the_gate(world.actor("omar"), "")) == []


def test_a_ward_card_turns_every_twelve_hours(world, passport):
    card = make_ward_card(passport=passport, by=world.actor("noor"), at=NOW)
    secret = card_secret(card, card_turn(NOW))
    assert secret != card_secret(card, card_turn(NOW + TURN))
    assert passport_behind(secret, NOW) == passport
    assert passport_behind(secret, NOW + TURN) == passport
    with pytest.raises(LinkGone, match="too old"):
        passport_behind(secret, NOW + 2 * TURN)
    with pytest.raises(LinkGone):
        passport_behind(card_secret(card, card_turn(NOW + TURN)), NOW)


@pytest.mark.parametrize("made_up", ["", "x", "a.b.c", "a.1.", "..", "é.1.x"])
def test_a_made_up_card_is_not_there(world, passport, made_up):
    card = make_ward_card(passport=passport, by=world.actor("noor"), at=NOW)
    name = f"{card.nonce.hex}.{card_turn(NOW)}"
    for secret in (made_up, name, f"{name}.{made_up}", card.nonce.hex):
        with pytest.raises(NotVisible):
            passport_behind(secret, NOW)


def test_a_card_ends_with_all_its_codes(world, passport):
    card = make_ward_card(passport=passport, by=world.actor("gwen"), at=NOW)
    secret = card_secret(card, card_turn(NOW))
    for stranger in ("vera", "milo", "omar", "olga"):
        with pytest.raises(NotVisible):
            end_ward_card(card=card, by=world.actor(stranger), at=NOW)
    second = make_ward_card(passport=passport, by=world.actor("noor"), at=NOW)
    with pytest.raises(LinkGone, match="was ended"):
        passport_behind(secret, NOW)
    end_ward_card(card=second, by=world.actor("maren"), at=NOW)
    with pytest.raises(LinkGone):
        passport_behind(card_secret(second, card_turn(NOW)), NOW)


def test_who_only_reads_a_passport_makes_no_card(world, passport):
    for reader in ("maren", "vera", "milo"):
        with pytest.raises(NotAllowed):
            make_ward_card(passport=passport, by=world.actor(reader), at=NOW)
    with pytest.raises(NotVisible):
        make_ward_card(passport=passport, by=world.actor("omar"), at=NOW)


def test_a_colleague_reports_and_coordinators_settle(world, passport):
    row = report(world, passport, words="Night shift, nobody else")
    assert (row.answer, row.reported_by) == ("no", world.omar)
    told = Message.objects.filter(kind="assessment.incident_reported")
    assert [one.person for one in told] == [world.maren]
    assert "Night shift" not in told[0].body
    assert "Night shift" not in str(Event.objects.get(kind="incident_reported").ids)
    with pytest.raises(NotAllowed):
        settle_incident(incident=row, words="Done", by=world.actor("omar"), at=NOW)
    for other in ("gwen", "noor", "vera", "milo", "olga"):
        with pytest.raises(NotVisible):
            settle_incident(incident=row, words="Done", by=world.actor(other), at=NOW)
    with pytest.raises(InvalidInput):
        settle_incident(incident=row, words=" ", by=world.actor("maren"), at=NOW)
    settled = settle_incident(incident=row, words="Two on nights", by=world.actor("ada"), at=NOW)
    assert (settled.settled_by, settled.settled_words) == (world.ada, "Two on nights")
    assert Message.objects.get(kind="assessment.incident_settled").person == world.omar
    with pytest.raises(WrongState, match="settled already"):
        settle_incident(incident=row, words="Again", by=world.actor("maren"), at=NOW)


def test_what_may_be_done_alone_is_no_incident(world, passport):
    sign(world, passport)
    with pytest.raises(WrongState, match="may do this alone today"):
        report(world, passport, "catheter")
    with pytest.raises(NotVisible):
        report(world, passport, by="olga")
    assert not Incident.objects.exists()
