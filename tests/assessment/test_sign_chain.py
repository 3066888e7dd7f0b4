"""Somebody with the database in hand changes what was signed: each way is found and named."""

import pytest
from django.db import connection

from guildhall.assessment.actions.contesting import contest_sign_off, withdraw_sign_off
from guildhall.assessment.models import SignOff, SignOffMove
from guildhall.assessment.proven import SIGN_OFFS
from guildhall.audit.actions import seal_events
from guildhall.audit.chain import check_chain, event_digest
from guildhall.audit.models import ChainHead, Event
from guildhall.audit.proven import row_digest
from guildhall.competencies.models import ScaleLevel
from guildhall.directory.models import Person
from guildhall.jobs.check_command import run
from guildhall.jobs.proven_rows import all_problems
from tests.assessment.signed import level_of, sign
from tests.world import NOW


@pytest.fixture
def signed(world, passport) -> SignOff:
    """Two competencies signed, one of them twice, and all of it sealed."""
    sign(world, passport)
    sign(world, passport, level="5", at=NOW)
    row = sign(world, passport, "handover")
    seal_events(at=NOW)
    assert all_problems() == []
    return row


def found(row: SignOff) -> str:
    """The one problem, without the number of its row."""
    problems = all_problems()
    assert len(problems) == 1
    assert problems[0].startswith(f"Sign-off {row.pk} ")
    return problems[0].removeprefix(f"Sign-off {row.pk} ")


def rewrite_chain() -> None:
    """Whoever has no key computes every digest anew, from the first event on."""
    digest = ""
    for event in Event.objects.filter(position__isnull=False).order_by("position"):
        digest = event_digest(event, position=event.position, before=digest)
        Event.objects.filter(pk=event.pk).update(digest=digest)
        ChainHead.objects.filter(position=event.position).update(digest=digest)


CHANGED = "was changed: it is not what was signed."
ADDED = (
    "has no event that tells how it was signed: it was added beside the product, or the chain was"
    " cut."
)


@pytest.mark.parametrize("field", ["level", "valid_until", "signed_at", "words", "proof", "salt"])
def test_a_changed_row(world, passport, signed, field):
    values = {
        "level": level_of(passport, "5"),
        "valid_until": NOW.date(),
        "signed_at": NOW.replace(year=2025),
        "words": "Better",
        "proof": "mail_code",
        "salt": "other",
    }
    SignOff.objects.filter(pk=signed.pk).update(**{field: values[field]})
    assert found(signed) == CHANGED


def test_a_changed_row_whose_digest_was_computed_anew(world, passport, signed):
    signed.level = level_of(passport, "5")
    people = {"learner": world.noor.pk, "signer": world.gwen.pk}
    SignOff.objects.filter(pk=signed.pk).update(
        level=signed.level, digest=row_digest(SIGN_OFFS, signed, people)
    )
    assert found(signed) == CHANGED


def test_a_row_its_event_and_the_whole_chain_computed_anew(world, passport, signed):
    """All that the database holds fits together again; the key is what is missing."""
    signed.level = level_of(passport, "5")
    digest = row_digest(SIGN_OFFS, signed, {"learner": world.noor.pk, "signer": world.gwen.pk})
    SignOff.objects.filter(pk=signed.pk).update(level=signed.level, digest=digest)
    event = Event.objects.get(kind="sign_off_signed", subject_id=signed.pk)
    Event.objects.filter(pk=event.pk).update(ids={**event.ids, "digest": digest})
    rewrite_chain()
    assert found(signed) == f"has an event ({event.pk}) that this installation did not write."
    assert "was rewritten up to event" in check_chain().problem


def test_another_signer_and_another_learner(world, signed):
    SignOff.objects.filter(pk=signed.pk).update(signer=world.omar)
    assert found(signed) == "was changed: its signer is another person."
    SignOff.objects.filter(pk=signed.pk).update(signer=world.gwen)
    type(signed.passport).objects.filter(pk=signed.passport_id).update(learner=world.tomas)
    assert all(one.endswith("its learner is another person.") for one in all_problems())


def test_a_merged_record_is_the_same_person(world, signed):
    Person.objects.filter(pk=world.gwen.pk).update(merged_into=world.omar)
    SignOff.objects.filter(signer=world.gwen).update(signer=world.omar)
    assert all_problems() == []


def test_a_level_that_allows_more_than_when_it_was_signed(world, signed):
    ScaleLevel.objects.filter(pk=signed.level_id).update(allows=5)
    assert set(all_problems()) >= {f"Sign-off {signed.pk} {CHANGED}"}


def test_a_removed_row(world, signed):
    SignOff.objects.filter(pk=signed.pk).delete()
    assert found(signed) == "was removed: its events are there and its row is not."


def test_an_added_row(world, passport, signed):
    last = SignOff.objects.get(competency__key="catheter", state="in_force")
    last.pk, last.request, last.state = None, None, "replaced"
    last.device_key = "00000000-0000-4000-8000-000000000000"
    last.save()
    assert found(last) == ADDED


def test_an_added_row_with_an_event_of_its_own(world, passport, signed):
    """Before the sealer comes by: the event is taken into the chain, its seal is still missing."""
    last = SignOff.objects.get(competency__key="catheter", state="in_force")
    last.pk, last.request, last.state = None, None, "in_force"
    last.competency = passport.version.competencies.get(key="iv-push")
    last.device_key = "00000000-0000-4000-8000-000000000000"
    last.digest = row_digest(SIGN_OFFS, last, {"learner": world.noor.pk, "signer": world.gwen.pk})
    last.save()
    like = Event.objects.get(kind="sign_off_signed", subject_id=signed.pk)
    like.pk, like.position, like.digest, like.subject_id = None, None, "", last.pk
    like.ids = {**like.ids, "digest": last.digest}
    like.save(force_insert=True)
    seal_events(at=NOW)
    assert check_chain().problem == ""
    assert found(last) == f"has an event ({like.pk}) that this installation did not write."


def test_what_was_taken_back_does_not_come_back(world, signed):
    withdraw_sign_off(row=signed, why="Wrong", by=world.actor("gwen"), at=NOW)
    SignOff.objects.filter(pk=signed.pk).update(state="in_force")
    assert found(signed) == "is “in_force” in its row, and “withdrawn” by its last event."


def test_a_removed_step(world, signed):
    contest_sign_off(row=signed, why="No", by=world.actor("noor"), at=NOW)
    SignOffMove.objects.filter(sign_off=signed).delete()
    assert found(signed) == "has another history in its rows than in its events."


def test_a_reordered_chain(signed):
    one, two = Event.objects.filter(kind="sign_off_signed").order_by("position")[:2]
    first, second = one.position, two.position
    Event.objects.filter(pk=one.pk).update(position=None)
    Event.objects.filter(pk=two.pk).update(position=first)
    Event.objects.filter(pk=one.pk).update(position=second)
    assert check_chain().problem == f"Event {first} was altered."


def test_a_truncated_chain(signed):
    """Cut below its heads, and cut with its heads: then the row stands without its event."""
    position = Event.objects.get(kind="sign_off_signed", subject_id=signed.pk).position
    Event.objects.filter(position__gte=position).delete()
    assert check_chain().problem == f"The chain was cut after event {position - 1}."
    ChainHead.objects.all().delete()
    assert "No signed head stands over the events" in check_chain().problem
    assert found(signed).startswith("has no event")


def test_the_command_names_the_row_and_ends_with_1(world, signed, capsys):
    assert run([]) == 0
    assert "Sign-off: 3 held against their events." in capsys.readouterr().out
    table = SignOff._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET proof = 'mail_code' WHERE id = %s", [signed.pk])
    assert run([]) == 1
    assert f"✗ Sign-off {signed.pk} {CHANGED}" in capsys.readouterr().err
