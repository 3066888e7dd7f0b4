"""Two records of one person, each with a passport: one passport remains, and the chain holds."""

from datetime import timedelta

import pytest

from guildhall.assessment.actions.contesting import contest_sign_off
from guildhall.assessment.models import Passport, SignOff
from guildhall.core.errors import WrongState
from guildhall.flows.actions.merging import join_records
from guildhall.jobs.proven_rows import all_problems
from guildhall.permissions.actor import SYSTEM
from tests.assessment.ground import make_passport
from tests.assessment.signed import sign
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW

LATER = NOW + timedelta(days=30)


@pytest.fixture
def second(world, passport) -> Passport:
    """Tomas, who turns out to be Noor, with Omar and a passport against the same framework."""
    cohort = cohort_of(preceptorship(world.alder, "Second intake"))
    row = make_pair(guide(cohort, world.omar), learner(cohort, world.tomas))
    return make_passport(row, passport.version, at=NOW - timedelta(days=9))


def joined(world):
    join_records(kept=world.noor, merged=world.tomas, by=SYSTEM, at=LATER, chosen={})
    return Passport.objects.get(learner=world.noor)


def test_everything_stands_in_one_passport_and_the_newer_sign_off_holds(world, passport, second):
    older = sign(world, passport, "catheter")
    sign(world, passport, "handover")
    newer = sign(world, second, "catheter", signer="omar", by="tomas", at=NOW + timedelta(days=1))

    one = joined(world)

    assert one == passport
    assert one.opened_at == NOW - timedelta(days=9)
    assert one.relationships.count() == 2
    assert one.observations.count() == 3
    states = dict(SignOff.objects.values_list("pk", "state"))
    assert (states[older.pk], states[newer.pk]) == ("replaced", "in_force")
    assert all_problems() == []


def test_a_contested_one_has_to_be_settled_first(world, passport, second):
    signed = sign(world, passport, "catheter")
    sign(world, second, "catheter", signer="omar", by="tomas")
    contest_sign_off(row=signed, why="I was not there.", by=world.actor("noor"), at=NOW)

    with pytest.raises(WrongState, match="Settle it, then merge"):
        joined(world)

    assert Passport.objects.count() == 2
