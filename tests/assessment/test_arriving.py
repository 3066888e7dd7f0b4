"""What was made without network: taken once, by the conditions of its arrival, and proven."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.assessment.actions.arriving import MadeSignOff, take_observation, take_sign_off
from guildhall.assessment.actions.contesting import contest_sign_off, withdraw_sign_off
from guildhall.assessment.models import Observation, SignOff, SignOffFlag
from guildhall.assessment.offline_limits import LIMITS
from guildhall.assessment.queries.gate import gate_of
from guildhall.audit.actions import seal_events
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.jobs.proven_rows import all_problems
from guildhall.notify.models import Message
from guildhall.relationships.models import Party
from tests.assessment.seeing import see as record
from tests.assessment.seeing import sight_of
from tests.assessment.signed import ask, competency_of, level_of, see, sign
from tests.assessment.test_sign_review import shift
from tests.world import NOW

LATER = NOW + timedelta(hours=30)
TOO_LATE = NOW + LIMITS.waits + LIMITS.margin + timedelta(seconds=1)


def made(passport, key="catheter", level="4", **values) -> MadeSignOff:
    found = {"made_at": NOW, "key": uuid4(), **values}
    return MadeSignOff(competency_of(passport, key), level_of(passport, level), **found)


def take(world, passport, what=None, *, by="gwen", at=LATER) -> tuple[SignOff, bool]:
    what = what or made(passport)
    return take_sign_off(passport=passport, made=what, by=world.actor(by), at=at)


def arrive(world, passport, sight, *, by="gwen", at=LATER) -> tuple[Observation, bool]:
    return take_observation(
        passport=passport, sight=sight, made_at=sight.seen_at, by=world.actor(by), at=at
    )


@pytest.fixture
def ready(passport, world):
    """Seen by Gwen: ready to be signed."""
    see(passport, "catheter", world.gwen)
    return passport


def test_an_observation_arrives_once(world, passport):
    sight = sight_of(passport)
    row, is_new = arrive(world, passport, sight)
    assert (row.seen_at, row.recorded_at, is_new) == (NOW, LATER, True)
    assert arrive(world, passport, sight) == (row, False)
    # also long after it would have been too late
    assert arrive(world, passport, sight, at=TOO_LATE) == (row, False)
    assert Observation.objects.count() == 1


def test_a_sign_off_arrives_once_is_told_and_proven(world, ready):
    what = made(ready, words="Calm hands")
    row, is_new = take(world, ready, what)
    assert is_new
    assert (row.proof, row.state, row.words) == ("offline", "in_force", "Calm hands")
    assert (row.signed_at, row.accepted_at, row.signer) == (NOW, LATER, world.gwen)
    assert take(world, ready, what) == (row, False)
    assert SignOff.objects.count() == 1
    event = Event.objects.get(kind="sign_off_signed")
    assert (event.at, event.ids["digest"]) == (LATER, row.digest)
    told = Message.objects.filter(kind="assessment.sign_off_signed")
    assert [one.person for one in told] == [world.noor]


@pytest.mark.parametrize("field", ["accepted_at", "signed_at"])
def test_when_it_was_made_and_taken_is_proven(world, passport, field):
    record(passport, world.actor("gwen"), "catheter", level="4")
    row, _is_new = take(world, passport)
    seal_events(at=LATER)
    assert all_problems() == []
    SignOff.objects.filter(pk=row.pk).update(**{field: NOW - timedelta(hours=1)})
    assert all_problems() == [f"Sign-off {row.pk} was changed: it is not what was signed."]


def test_the_gate_says_nothing_until_it_is_taken(world, ready):
    competency = competency_of(ready, "catheter")
    what = made(ready)
    assert not gate_of(ready, competency, today=NOW.date()).is_yes
    take(world, ready, what)
    assert gate_of(ready, competency, today=NOW.date()).is_yes


def test_it_holds_from_the_day_on_which_it_was_made(world, passport):
    see(passport, "iv-push", world.gwen, world.omar, world.gwen)
    row, _is_new = take(world, passport, made(passport, "iv-push"))
    assert row.valid_until == NOW.date() + timedelta(days=365)


def test_an_open_request_is_used_up(world, ready):
    request = ask(world, ready)
    row, _is_new = take(world, ready)
    request.refresh_from_db()
    assert (row.request, request.used_at) == (request, LATER)


def test_only_whoever_guides_now(world, ready):
    with pytest.raises(NotAllowed):
        take(world, ready, by="noor")
    for other in ("omar", "tomas", "olga"):
        with pytest.raises(NotVisible):
            take(world, ready, by=other)
    for reader in ("maren", "ada", "vera", "milo"):
        with pytest.raises(NotAllowed):
            take(world, ready, by=reader)
    Party.objects.filter(person=world.gwen).update(left_at=NOW)
    with pytest.raises(NotVisible):
        take(world, ready)
    with pytest.raises(NotVisible):
        arrive(world, ready, sight_of(ready))
    assert not SignOff.objects.exists()


def test_what_is_not_ready_is_refused_with_what_is_missing(world, passport):
    with pytest.raises(InvalidInput) as caught:
        take(world, passport, made(passport, "iv-push"))
    assert "Missing: 3 more observations" in caught.value.problems["level"]


def test_what_was_signed_or_taken_back_since_is_refused(world, ready):
    newer = sign(world, ready, at=NOW + timedelta(hours=2))
    with pytest.raises(WrongState, match="after you made this"):
        take(world, ready)
    gwen = world.actor("gwen")
    withdraw_sign_off(row=newer, why="Too early", by=gwen, at=NOW + timedelta(hours=3))
    with pytest.raises(WrongState, match="after you made this"):
        take(world, ready, made(ready, made_at=NOW + timedelta(hours=2, minutes=30)))
    row, _is_new = take(world, ready, made(ready, made_at=NOW + timedelta(hours=4)))
    assert row.state == "in_force"


def test_what_is_contested_is_settled_first(world, ready):
    row = sign(world, ready, at=NOW - timedelta(minutes=1))
    contest_sign_off(row=row, why="It was not me", by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="contested"):
        take(world, ready, made(ready, made_at=NOW + timedelta(hours=1)))


def test_what_waited_too_long_and_what_is_still_to_come(world, ready):
    for at, words in ((TOO_LATE, "longer than 72 hours"), (NOW - timedelta(seconds=1), "ahead")):
        with pytest.raises(InvalidInput, match=words):
            take(world, ready, at=at)
        with pytest.raises(InvalidInput, match=words):
            arrive(world, ready, sight_of(ready), at=at)
    take(world, ready, at=NOW + LIMITS.waits + LIMITS.margin)


def test_a_key_belongs_to_one_sign_off(world, ready):
    what = made(ready)
    take(world, ready, what)
    Party.objects.filter(person=world.gwen).update(person=world.omar)
    with pytest.raises(InvalidInput, match="belongs to another"):
        take(world, ready, what, by="omar")


@pytest.mark.parametrize(("hours", "is_flagged"), [((-2, 6), False), ((29, 36), True)])
def test_a_second_look_asks_when_it_was_made(world, ready, hours, is_flagged):
    """On shift then and not when it arrived is as it should be; the other way round is not."""
    shift(world, hours=hours)
    take(world, ready)
    assert SignOffFlag.objects.filter(kind="off_shift").exists() is is_flagged
