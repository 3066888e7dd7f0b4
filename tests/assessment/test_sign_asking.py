"""Asking for a sign-off: who may, of whom, and what has to be there before."""

from datetime import timedelta

import pytest
from django.core import mail

from guildhall.assessment.actions.requesting import send_link, withdraw_request
from guildhall.assessment.models import SignOffRequest
from guildhall.assessment.queries.requests import request_behind, require_open
from guildhall.assessment.queries.signers import is_same_human, signers_for
from guildhall.assessment.sign_off_seals import link_secret
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.notify.links import LinkGone
from guildhall.notify.models import Message
from tests.assessment.signed import ask, name, see, sign
from tests.world import NOW


def problem(caught) -> str:
    return "; ".join(caught.value.problems.values())


def test_the_learner_asks_their_preceptor(world, passport):
    see(passport, "catheter", world.gwen)
    row = ask(world, passport)
    assert (row.signer, row.expires_at) == (world.gwen, NOW + timedelta(hours=72))
    event = Event.objects.get(kind="sign_off_asked")
    assert (event.subject_id, event.ids["signer"]) == (row.pk, world.gwen.pk)
    told = Message.objects.get(kind="assessment.sign_off_asked")
    assert (told.person, told.path) == (world.gwen, f"/sign-offs/requests/{row.pk}/")
    assert "catheter" not in (told.subject + told.body).lower()


def test_only_the_learner_and_their_preceptor_ask(world, passport):
    see(passport, "catheter", world.gwen)
    ask(world, passport, by="gwen")
    for staff in ("maren", "ada", "vera", "milo"):
        with pytest.raises(NotAllowed):
            ask(world, passport, by=staff)
    for stranger in ("omar", "tomas", "olga"):
        with pytest.raises(NotVisible):
            ask(world, passport, by=stranger)


def test_an_assessor_is_asked_only_while_named(world, passport):
    see(passport, "catheter", world.gwen)
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport, signer="omar")
    assert problem(caught) == "Choose somebody who guides the learner, or an assessor."
    row = name(world)
    assert [one.person for one in signers_for(passport)] == [world.gwen, world.omar]
    ask(world, passport, signer="omar")
    world.omar.memberships.update(ended_at=NOW)
    assert [one.person for one in signers_for(passport)] == [world.gwen]
    assert row.ended_at is None


def test_nobody_is_their_own_signer(world, passport):
    see(passport, "catheter", world.gwen)
    name(world, "noor")
    assert world.noor not in [one.person for one in signers_for(passport)]
    with pytest.raises(InvalidInput):
        ask(world, passport, signer="noor")


def test_the_same_human_under_another_record(world):
    twin = Person.objects.create(given_name="N", email="NOOR@alderbay.example", created_at=NOW)
    merged = Person.objects.create(given_name="N", created_at=NOW, merged_into=world.noor)
    assert is_same_human(world.noor, world.noor)
    assert is_same_human(twin, world.noor)
    assert is_same_human(merged, world.noor)
    assert not is_same_human(world.gwen, world.noor)


def test_it_says_what_is_missing(world, passport):
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport, "iv-push")
    assert problem(caught) == (
        "Not ready at this level. Missing: 3 more observations at “4 alone”;"
        " 2 more people who saw it."
    )
    see(passport, "iv-push", world.gwen, world.gwen, world.gwen)
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport, "iv-push")
    assert problem(caught) == "Not ready at this level. Missing: one more person who saw it."
    see(passport, "iv-push", world.omar)
    assert ask(world, passport, "iv-push").pk


def test_the_preceptor_alone_never_bears_something_critical(world, passport):
    """Even where a framework asks for one person only."""
    competency = passport.version.competencies.get(key="iv-push")
    competency.observations = competency.people = 1
    competency.save()
    see(passport, "iv-push", world.gwen)
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport, "iv-push")
    assert "somebody beside the preceptor who saw it, because it is critical" in problem(caught)
    see(passport, "iv-push", world.omar)
    assert ask(world, passport, "iv-push").pk


def test_old_and_low_observations_hold_it_back(world, passport):
    see(passport, "catheter", world.gwen, at=NOW - timedelta(days=61))
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport)
    assert "a newer observation: the last one is more than 60 days old" in problem(caught)
    see(passport, "catheter", world.gwen, level="2a")
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport)
    assert "the last 2 observations at “3 help at hand” or above" in problem(caught)


def test_a_level_below_alone_waits_for_nothing(world, passport):
    assert ask(world, passport, "iv-push", level="3").pk
    with pytest.raises(InvalidInput):
        ask(world, passport, "iv-push", level="5")


def test_what_comes_first_is_named(world, passport):
    first = passport.version.competencies.get(key="handover")
    passport.version.competencies.get(key="catheter").first.add(first)
    see(passport, "catheter", world.gwen)
    with pytest.raises(InvalidInput) as caught:
        ask(world, passport)
    assert "“Bedside handover” signed off first" in problem(caught)
    sign(world, passport, "handover")
    assert ask(world, passport).pk


def test_asking_anew_ends_the_earlier_link(world, passport):
    see(passport, "catheter", world.gwen)
    first, second = ask(world, passport), ask(world, passport)
    first.refresh_from_db()
    with pytest.raises(LinkGone, match="a newer one"):
        require_open(first, at=NOW)
    require_open(second, at=NOW)


def test_the_table_holds_a_digest_and_no_secret(world, passport):
    see(passport, "catheter", world.gwen)
    row = ask(world, passport)
    secret = link_secret(row)
    held = SignOffRequest.objects.values_list().get(pk=row.pk)
    assert secret not in [str(value) for value in held]
    assert request_behind(secret, opened_by=None) == row
    with pytest.raises(NotVisible):
        request_behind(row.digest, opened_by=None)


def test_the_link_goes_to_the_signer_and_nowhere_else(world, passport):
    see(passport, "catheter", world.gwen)
    row = ask(world, passport)
    for _time in range(5):
        send_link(request=row, by=world.actor("noor"), at=NOW)
    assert {tuple(one.to) for one in mail.outbox} == {(world.gwen.email,)}
    assert f"/sign/{link_secret(row)}/" in mail.outbox[0].body
    with pytest.raises(WrongState, match="was sent 5 times"):
        send_link(request=row, by=world.actor("noor"), at=NOW)
    assert not Message.objects.filter(body__contains=link_secret(row)).exists()


def test_a_request_is_taken_back_until_it_is_answered(world, passport):
    see(passport, "catheter", world.gwen)
    row = ask(world, passport)
    with pytest.raises(NotVisible):
        withdraw_request(request=row, by=world.actor("omar"), at=NOW)
    withdraw_request(request=row, by=world.actor("noor"), at=NOW)
    row.refresh_from_db()
    with pytest.raises(LinkGone, match="taken back"):
        require_open(row, at=NOW)
    with pytest.raises(LinkGone):
        send_link(request=row, by=world.actor("noor"), at=NOW)
    signed = sign(world, passport)
    with pytest.raises(WrongState, match="answered already"):
        withdraw_request(request=signed.request, by=world.actor("noor"), at=NOW)
