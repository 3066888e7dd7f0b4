"""Contesting a sign-off, settling it, and taking one back."""

import pytest

from guildhall.assessment.actions.contesting import (
    contest_sign_off,
    settle_sign_off,
    withdraw_sign_off,
)
from guildhall.assessment.actions.signing import sign_off
from guildhall.assessment.queries.sign_offs import versions_of
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message
from tests.assessment.signed import ask, level_of, name, sign
from tests.world import NOW


@pytest.fixture
def signed(world, passport):
    return sign(world, passport)


def contest(row, world, *, by="noor", why="I was not asked"):
    return contest_sign_off(row=row, why=why, by=world.actor(by), at=NOW)


def settle(row, world, *, by="maren", is_upheld=True, why="Talked to both"):
    return settle_sign_off(row=row, is_upheld=is_upheld, why=why, by=world.actor(by), at=NOW)


def withdraw(row, world, *, by="gwen", why="Wrong person"):
    return withdraw_sign_off(row=row, why=why, by=world.actor(by), at=NOW)


def told(kind) -> list[str]:
    rows = Message.objects.filter(kind=f"assessment.{kind}").order_by("person__given_name")
    return [row.person.given_name for row in rows]


def test_only_the_learner_contests_with_a_reason(world, signed):
    for reader in ("gwen", "maren", "vera", "milo"):
        with pytest.raises(NotAllowed):
            contest(signed, world, by=reader)
    for stranger in ("omar", "tomas", "olga"):
        with pytest.raises(NotVisible):
            contest(signed, world, by=stranger)
    with pytest.raises(InvalidInput):
        contest(signed, world, why=" ")
    assert contest(signed, world).state == "contested"
    assert told("sign_off_contested") == ["Gwen", "Maren"]
    with pytest.raises(WrongState, match="Contested"):
        contest(signed, world)


def test_a_coordinator_upholds_or_takes_back(world, passport, signed):
    held = contest(signed, world)
    assert settle(held, world).state == "in_force"
    assert told("sign_off_upheld") == ["Gwen", "Noor"]
    assert settle(contest(signed, world), world, is_upheld=False).state == "withdrawn"
    assert told("sign_off_withdrawn") == ["Gwen", "Noor"]
    moves = versions_of(signed, actor=world.actor("noor"))[0].moves
    states = [move.state for move in moves]
    assert states == ["contested", "in_force", "contested", "withdrawn"]
    assert moves[0].why == "I was not asked"


def test_another_assessor_settles_and_who_signed_does_not(world, signed):
    name(world)
    name(world, "gwen")
    name(world, "noor")
    with pytest.raises(NotVisible):
        settle(signed, world, by="omar")
    held = contest(signed, world)
    for own in ("gwen", "noor"):
        with pytest.raises(NotAllowed):
            settle(held, world, by=own)
    assert settle(held, world, by="omar").state == "in_force"


def test_a_settled_one_is_settled(world, signed):
    held = contest(signed, world)
    settle(held, world)
    with pytest.raises(WrongState, match="settled already"):
        settle(held, world)


def test_taken_back_by_who_signed_or_by_a_coordinator(world, passport, signed):
    for reader in ("noor", "vera", "milo"):
        with pytest.raises(NotAllowed):
            withdraw(signed, world, by=reader)
    with pytest.raises(NotVisible):
        withdraw(signed, world, by="olga")
    with pytest.raises(InvalidInput):
        withdraw(signed, world, why="")
    assert withdraw(signed, world).state == "withdrawn"
    assert told("sign_off_withdrawn") == ["Noor"]
    with pytest.raises(WrongState, match="Taken back"):
        withdraw(signed, world, by="maren")


def test_a_coordinator_settles_what_is_contested_instead_of_taking_it_back(world, signed):
    held = contest(signed, world)
    with pytest.raises(WrongState, match="Settle it"):
        withdraw(held, world, by="maren")
    assert withdraw(held, world, by="gwen").state == "withdrawn"


def test_nothing_is_signed_over_what_is_contested(world, passport, signed):
    contest(signed, world)
    request = ask(world, passport)
    with pytest.raises(WrongState, match="contested"):
        sign_off(request=request, level=level_of(passport, "4"), by=world.actor("gwen"), at=NOW)


def test_a_coordinator_never_settles_their_own(world, signed):
    """Noor is a coordinator now, too."""
    world.noor.memberships.get().roles.create(role="coordinator", granted_at=NOW)
    held = contest(signed, world)
    with pytest.raises(NotAllowed):
        settle(held, world, by="noor")
    with pytest.raises(NotAllowed):
        withdraw(held, world, by="noor")
