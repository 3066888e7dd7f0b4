"""Signing: what is written, who is refused, and codes by mail."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from guildhall.assessment.actions.assessors import end_assessor
from guildhall.assessment.actions.sign_off_codes import actor_by_code, send_code
from guildhall.assessment.actions.signing import decline_sign_off, sign_off
from guildhall.assessment.models import SignOff
from guildhall.assessment.sign_off_seals import link_secret
from guildhall.assessment.states import Proof
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.notify.links import LinkGone
from guildhall.notify.models import Message
from tests.assessment.signed import ask, level_of, name, see, sign
from tests.world import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(world, passport):
    """Noor asks Gwen for the catheter, which Gwen has seen."""
    see(passport, "catheter", world.gwen)
    return ask(world, passport)


def code() -> str:
    """The newest code that was mailed."""
    return re.findall(r"Type (\d{6}) on", mail.outbox[-1].body)[0]


def give(asked, world, *, level="4", by="gwen", at=NOW, **values) -> SignOff:
    return sign_off(
        request=asked, level=level_of(asked.passport, level), by=world.actor(by), at=at, **values
    )


def test_it_is_written_told_and_chained(world, passport, asked):
    signed = give(asked, world, words="Calm hands")
    signed.refresh_from_db()
    assert (signed.state, signed.proof, signed.words) == ("in_force", "signed_in", "Calm hands")
    assert (signed.signer, signed.valid_until) == (world.gwen, None)
    event = Event.objects.get(kind="sign_off_signed")
    assert event.ids["digest"] == signed.digest
    assert (event.ids["learner"], event.ids["signer"]) == (world.noor.pk, world.gwen.pk)
    assert "Calm hands" not in str(event.ids)
    told = Message.objects.filter(kind="assessment.sign_off_signed")
    assert [one.person for one in told] == [world.noor]
    assert "Calm hands" not in told[0].body


def test_what_was_signed_holds_for_the_days_of_the_framework(world, passport):
    see(passport, "iv-push", world.gwen, world.omar, world.gwen)
    assert sign(world, passport, "iv-push").valid_until == date(2027, 11, 16)


def test_the_signer_may_choose_another_level_but_not_skip_what_is_missing(world, passport):
    row = ask(world, passport, "iv-push", level="3")
    with pytest.raises(InvalidInput) as caught:
        give(row, world, level="4")
    assert "Missing: 3 more observations" in caught.value.problems["level"]
    assert give(row, world, level="2b").level.code == "2b"


def test_only_who_was_asked_signs(world, passport, asked):
    name(world)
    with pytest.raises(NotAllowed):
        give(asked, world, by="noor")
    for other in ("omar", "maren", "ada", "vera", "milo", "tomas", "olga"):
        with pytest.raises(NotVisible):
            give(asked, world, by=other)
    assert not SignOff.objects.exists()


def test_once(world, asked):
    give(asked, world)
    with pytest.raises(LinkGone, match="works once"):
        give(asked, world)
    with pytest.raises(LinkGone):
        decline_sign_off(request=asked, words="No", by=world.actor("gwen"), at=NOW)


def test_not_after_three_days(world, asked):
    late = NOW + timedelta(hours=72)
    with pytest.raises(LinkGone, match="expired"):
        give(asked, world, at=late)
    assert give(asked, world, at=late - MINUTE).pk


def test_not_by_an_assessor_who_was_ended_meanwhile(world, passport):
    row = name(world)
    see(passport, "catheter", world.omar)
    request = ask(world, passport, signer="omar")
    end_assessor(assessor=row, by=world.actor("maren"), at=NOW)
    with pytest.raises(NotAllowed, match="no longer sign off here"):
        give(request, world, by="omar")


def test_not_by_the_learner_under_another_record(world, asked):
    """Somebody gives the preceptor's record the learner's address."""
    Person.objects.filter(pk=world.gwen.pk).update(email=world.noor.email)
    with pytest.raises(NotAllowed, match="Nobody can sign for themselves"):
        give(asked, world)
    with pytest.raises(NotAllowed):
        send_code(secret=link_secret(asked), at=NOW)
    assert mail.outbox == []


def test_it_replaces_the_one_before_and_both_stay(world, passport):
    first = sign(world, passport)
    second = sign(world, passport, level="5", at=NOW + timedelta(days=2))
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "in_force")
    assert [move.state for move in first.moves.all()] == ["replaced"]


def test_declining_uses_it_up_and_carries_a_word(world, asked):
    with pytest.raises(InvalidInput):
        decline_sign_off(request=asked, words=" ", by=world.actor("gwen"), at=NOW)
    decline_sign_off(request=asked, words="Once more", by=world.actor("gwen"), at=NOW)
    asked.refresh_from_db()
    assert (asked.declined_at, asked.declined_why) == (NOW, "Once more")
    told = Message.objects.get(kind="assessment.sign_off_declined")
    assert told.person == world.noor
    assert "Once more" not in told.body
    with pytest.raises(LinkGone):
        give(asked, world)


def test_a_code_goes_to_the_address_on_record_and_signs(world, asked):
    secret = link_secret(asked)
    send_code(secret=secret, at=NOW)
    assert mail.outbox[-1].to == [world.gwen.email]
    asked.refresh_from_db()
    assert code() not in asked.code_digest
    row, signer = actor_by_code(secret=secret, code=f" {code()[:3]} {code()[3:]} ", at=NOW)
    signed = sign_off(
        request=row,
        level=level_of(row.passport, "4"),
        proof=Proof.MAIL_CODE,
        by=signer,
        at=NOW,
    )
    assert (signed.proof, signed.signer) == ("mail_code", world.gwen)
    receipt = Message.objects.get(kind="assessment.sign_off_receipt")
    assert receipt.person == world.gwen


def test_five_tries_then_a_new_code(world, asked):
    secret = link_secret(asked)
    send_code(secret=secret, at=NOW)
    right, wrong = code(), f"{(int(code()) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(InvalidInput) as caught:
            actor_by_code(secret=secret, code=wrong, at=NOW)
        if left > 1:
            assert f"try {left} more times" in caught.value.problems["code"]
    with pytest.raises(InvalidInput) as caught:
        actor_by_code(secret=secret, code=right, at=NOW)
    assert caught.value.problems["code"] == "Too many wrong codes. Let a new one be sent."
    assert Event.objects.filter(kind="sign_off_code_refused").count() == 5
    send_code(secret=secret, at=NOW + MINUTE)
    assert actor_by_code(secret=secret, code=code(), at=NOW + MINUTE)[0] == asked


def test_a_code_lives_ten_minutes(world, asked):
    secret = link_secret(asked)
    with pytest.raises(InvalidInput, match="not signed yet"):
        actor_by_code(secret=secret, code="", at=NOW)
    send_code(secret=secret, at=NOW)
    with pytest.raises(InvalidInput) as caught:
        actor_by_code(secret=secret, code=code(), at=NOW + 10 * MINUTE)
    assert caught.value.problems["code"] == "This code is too old. Let a new one be sent."


def test_codes_are_not_sent_faster_than_they_can_be_read(world, passport, asked):
    secret = link_secret(asked)
    send_code(secret=secret, at=NOW)
    with pytest.raises(WrongState, match="a moment ago"):
        send_code(secret=secret, at=NOW + timedelta(seconds=59))
    for minute in range(1, 5):
        send_code(secret=secret, at=NOW + minute * MINUTE)
    with pytest.raises(WrongState, match="5 codes were sent"):
        send_code(secret=secret, at=NOW + 9 * MINUTE)


def test_one_address_gets_ten_codes_an_hour(world, passport):
    """Asking anew again and again does not flood somebody's mail, nor give more guesses."""
    see(passport, "catheter", world.gwen)
    for minute in range(10):
        at = NOW + minute * MINUTE
        send_code(secret=link_secret(ask(world, passport, at=at)), at=at)
    at = NOW + 11 * MINUTE
    with pytest.raises(WrongState, match="in an hour"):
        send_code(secret=link_secret(ask(world, passport, at=at)), at=at)


def test_a_code_opens_no_other_request(world, passport, asked):
    see(passport, "handover", world.gwen)
    other = ask(world, passport, "handover")
    send_code(secret=link_secret(asked), at=NOW)
    first = code()
    send_code(secret=link_secret(other), at=NOW)
    if first != code():
        with pytest.raises(InvalidInput):
            actor_by_code(secret=link_secret(other), code=first, at=NOW)
